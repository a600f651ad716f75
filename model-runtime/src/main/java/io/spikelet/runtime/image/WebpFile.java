package io.spikelet.runtime.image;

import io.spikelet.runtime.image.ForeignReader.Sampling;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A WebP file (RFC 9649): its only picture, or the first of an animation. The reader of lossy
 * pictures is shown those alone; lossless ones and transparency are decoded here, by {@link
 * WebpLossless}.
 *
 * @param place of the picture on its canvas
 * @param picture data of the chunk that holds it
 * @param lossless whether that is of the lossless kind
 * @param alpha data of the chunk that says how opaque a lossy picture is, if there is one
 */
record WebpFile(
    FileBytes bytes,
    CanvasPlace place,
    FileBytes picture,
    boolean lossless,
    @Nullable FileBytes alpha,
    Orientation orientation)
    implements PictureFile {

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int SIDE_BITS = 0x3FFF;
  private static final int LOSSLESS_HEADER = 5;

  /** The lossy reader refuses a file that is smaller than a 2048th of its pixels. */
  private static final int MOST_EXPANSION = 2048;

  /** What that reader keeps of each block of 16 x 16, and of the blocks of two lines of them. */
  private static final int BYTES_PER_BLOCK = 256;

  private static final int BYTES_PER_LINE_BLOCK = 48 << 10;

  static WebpFile of(byte[] file) {
    FileBytes bytes = FileBytes.littleEndian(file);
    if (!bytes.startsWith("RIFF")) {
      throw ImageFormatException.damaged(PictureFormat.WEBP);
    }
    Chunks top = Chunks.of(bytes.part(RIFF_HEADER, bytes.length()));
    Orientation orientation = top.exif == null ? Orientation.UPRIGHT : Orientation.ofExif(top.exif);
    if (top.frame == null) {
      return of(bytes, top, null, orientation);
    }
    FileBytes frame = top.frame;
    Chunks inner = Chunks.of(frame.part(FRAME_HEADER, frame.length()));
    CanvasPlace place =
        new CanvasPlace(
            top.canvasWidth,
            top.canvasHeight,
            2 * frame.three(0),
            2 * frame.three(3),
            frame.three(6) + 1,
            frame.three(9) + 1);
    return of(bytes, inner, place, orientation);
  }

  private static WebpFile of(
      FileBytes bytes, Chunks chunks, @Nullable CanvasPlace place, Orientation orientation) {
    FileBytes picture = chunks.picture;
    if (picture == null || !begins(picture, chunks.lossless)) {
      throw ImageFormatException.damaged(PictureFormat.WEBP);
    }
    int width = chunks.lossless ? (int) picture.four(1) & SIDE_BITS : picture.two(6) & SIDE_BITS;
    int height =
        chunks.lossless ? (int) (picture.four(1) >> 14) & SIDE_BITS : picture.two(8) & SIDE_BITS;
    width += chunks.lossless ? 1 : 0;
    height += chunks.lossless ? 1 : 0;
    CanvasPlace own = place == null ? CanvasPlace.filled(width, height) : place;
    if (own.width() != width || own.height() != height) {
      throw ImageFormatException.damaged(PictureFormat.WEBP);
    }
    return new WebpFile(
        bytes, own, picture, chunks.lossless, chunks.lossless ? null : chunks.alpha, orientation);
  }

  /** A key frame of the first version, or the signature of the lossless kind. */
  private static boolean begins(FileBytes picture, boolean lossless) {
    return lossless
        ? picture.one(0) == 0x2F && picture.one(4) >> 5 == 0
        : (picture.one(0) & 1) == 0 && picture.three(3) == 0x2A019D;
  }

  /** The first chunk of each kind that counts. */
  private static final class Chunks {
    private @Nullable FileBytes picture;
    private boolean lossless;
    private @Nullable FileBytes alpha;
    private @Nullable FileBytes exif;
    private @Nullable FileBytes frame;
    private int canvasWidth;
    private int canvasHeight;

    static Chunks of(FileBytes bytes) {
      Chunks chunks = new Chunks();
      long at = 0;
      while (bytes.has(at, CHUNK_HEADER)) {
        long length = bytes.four(at + 4);
        chunks.see(bytes.part(at, CHUNK_HEADER), bytes.part(at + CHUNK_HEADER, length));
        at += CHUNK_HEADER + length + (length & 1);
      }
      return chunks;
    }

    private void see(FileBytes header, FileBytes data) {
      if (header.startsWith("VP8 ") || header.startsWith("VP8L")) {
        if (picture == null) {
          picture = data;
          lossless = header.startsWith("VP8L");
        }
      } else if (header.startsWith("ALPH")) {
        alpha = alpha == null ? data : alpha;
      } else if (header.startsWith("EXIF")) {
        exif = exif == null ? data : exif;
      } else if (header.startsWith("ANMF")) {
        frame = frame == null ? data : frame;
      } else if (header.startsWith("VP8X")) {
        canvasWidth = data.three(4) + 1;
        canvasHeight = data.three(7) + 1;
      }
    }
  }

  @Override
  public PictureFormat format() {
    return PictureFormat.WEBP;
  }

  @Override
  public int width() {
    return place.canvasWidth();
  }

  @Override
  public int height() {
    return place.canvasHeight();
  }

  @Override
  public long workingBytes() {
    long pixels = (long) place.width() * place.height();
    long lossy =
        2L * bytes.length()
            + pixels / BYTES_PER_BLOCK * BYTES_PER_BLOCK
            + (place.width() / 16 + 2L) * BYTES_PER_LINE_BLOCK;
    return (lossless ? 0 : lossy)
        + (lossless || alpha != null ? WebpLossless.workingBytes(pixels, bytes.length()) : 0);
  }

  @Override
  public Image decode(int step) {
    return place.onCanvas(step, lossless ? this::losslessImage : this::lossyImage);
  }

  private Image losslessImage(Sampling sampling) {
    int[] argb =
        WebpLossless.decode(
            picture.part(LOSSLESS_HEADER, picture.length()), place.width(), place.height());
    boolean opaque = ((picture.one(4) >> 4) & 1) == 0;
    return sampled(sampling, opaque ? 3 : 4, (channel, at) -> argb[at] >> SHIFTS[channel]);
  }

  private static final int[] SHIFTS = {16, 8, 0, 24};

  private interface Levels {
    int at(int channel, int pixel);
  }

  private Image sampled(Sampling sampling, int channels, Levels levels) {
    int step = sampling.step();
    int columns = Math.ceilDiv(place.width() - sampling.left(), step);
    int rows = Math.ceilDiv(place.height() - sampling.top(), step);
    byte[] chw = new byte[channels * rows * columns];
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < rows; y++) {
        int row = (sampling.top() + y * step) * place.width() + sampling.left();
        for (int x = 0; x < columns; x++) {
          chw[(channel * rows + y) * columns + x] = (byte) levels.at(channel, row + x * step);
        }
      }
    }
    return Image.owning(channels, rows, columns, chw, ValueRange.UNIT);
  }

  private Image lossyImage(Sampling sampling) {
    Image colours = AwtPixels.of(ForeignReader.picture(PictureFormat.WEBP, essence(), sampling));
    if (alpha == null) {
      return colours;
    }
    byte[] opacity = WebpAlpha.decode(alpha, place.width(), place.height());
    Image thinned = sampled(sampling, 1, (_, at) -> opacity[at]);
    byte[] levels =
        Arrays.copyOf(colours.levels(), colours.levels().length + thinned.levels().length);
    System.arraycopy(thinned.levels(), 0, levels, colours.levels().length, thinned.levels().length);
    return Image.owning(4, colours.height(), colours.width(), levels, ValueRange.UNIT);
  }

  private byte[] essence() {
    ByteArrayOutputStream copy = new ByteArrayOutputStream(picture.length() + 64);
    int padded = picture.length() + (picture.length() & 1);
    copy.writeBytes(new byte[] {'R', 'I', 'F', 'F'});
    four(copy, 4 + CHUNK_HEADER + padded);
    copy.writeBytes(new byte[] {'W', 'E', 'B', 'P', 'V', 'P', '8', ' '});
    four(copy, picture.length());
    copy.write(picture.file(), picture.from(), picture.length());
    long least = 4L * place.width() * place.height() / MOST_EXPANSION;
    copy.writeBytes(new byte[1 + (int) Math.max(0, least - picture.length())]);
    return copy.toByteArray();
  }

  private static void four(ByteArrayOutputStream out, int value) {
    for (int i = 0; i < 4; i++) {
      out.write(value >> (Byte.SIZE * i));
    }
  }
}
