package io.spikelet.runtime.image;

import io.spikelet.runtime.image.ForeignReader.Sampling;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A PNG file (W3C PNG, third edition). The reader is shown the chunks without which there is no
 * picture; texts, profiles and suggestions, which may unfold to gigabytes, it never sees.
 *
 * @param header where the data of IHDR begins
 * @param palette where the chunk PLTE begins; negative: none
 * @param transparency where the chunk tRNS begins; negative: none
 * @param exif where the chunk eXIf begins; negative: none
 */
record PngFile(FileBytes bytes, int header, int palette, int transparency, int exif)
    implements PictureFile {

  private static final int FRAME = 12;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int TRNS = 0x74524E53;
  private static final int EXIF = 0x65584966;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int END_CHECKSUM = 0xAE426082;
  private static final int NONE = -1;
  private static final int GREY = 0;
  private static final int COLOUR = 2;
  private static final int PALETTE = 3;

  static PngFile of(byte[] file) {
    FileBytes bytes = FileBytes.bigEndian(file);
    int[] found = {NONE, NONE, NONE, NONE};
    chunks(
        bytes,
        (type, at) -> {
          int kind =
              switch (type) {
                case IHDR -> 0;
                case PLTE -> 1;
                case TRNS -> 2;
                case EXIF -> 3;
                default -> NONE;
              };
          if (kind >= 0 && found[kind] < 0) {
            found[kind] = at;
          }
        });
    if (found[0] != PngCodec.SIGNATURE.length || bytes.four(found[0]) != 13) {
      throw ImageFormatException.damaged(PictureFormat.PNG);
    }
    if (found[1] >= 0 && bytes.four(found[1]) > 3 * 256) {
      throw ImageFormatException.damaged(PictureFormat.PNG);
    }
    return new PngFile(bytes, found[0] + 8, found[1], found[2], found[3]);
  }

  private interface ChunkVisitor {
    /**
     * A chunk.
     *
     * @param type four letters as a number
     * @param at where the chunk begins, with its length
     */
    void visit(int type, int at);
  }

  /** Visits the chunks up to IEND or to where the file is cut short. */
  private static void chunks(FileBytes bytes, ChunkVisitor visitor) {
    long at = PngCodec.SIGNATURE.length;
    int type = 0;
    while (type != IEND && bytes.has(at, FRAME - 4)) {
      type = (int) bytes.four(at + 4);
      visitor.visit(type, (int) at);
      at += FRAME + bytes.four(at);
    }
  }

  @Override
  public PictureFormat format() {
    return PictureFormat.PNG;
  }

  @Override
  public int width() {
    return side(header);
  }

  @Override
  public int height() {
    return side(header + 4);
  }

  private int side(int at) {
    return (int) Math.min(Integer.MAX_VALUE, bytes.four(at));
  }

  private int depth() {
    return bytes.one(header + 8);
  }

  private int colourType() {
    return bytes.one(header + 9);
  }

  @Override
  public Orientation orientation() {
    return exif < 0
        ? Orientation.UPRIGHT
        : Orientation.ofExif(bytes.part(exif + 8L, bytes.four(exif)));
  }

  /** What the reader is shown is a copy. */
  @Override
  public long workingBytes() {
    return bytes.length();
  }

  @Override
  public Image decode(int step) {
    BufferedImage picture =
        ForeignReader.picture(PictureFormat.PNG, essence(), new Sampling(step, 0, 0));
    return switch (colourType()) {
      case GREY -> AwtPixels.ofSamples(picture.getRaster(), depth(), transparent(1));
      case COLOUR -> AwtPixels.ofSamples(picture.getRaster(), depth(), transparent(3));
      default -> AwtPixels.of(picture);
    };
  }

  /** The samples of the one colour that is transparent, if there is one. */
  private int @Nullable [] transparent(int channels) {
    if (transparency < 0 || bytes.four(transparency) < 2L * channels) {
      return null;
    }
    int[] samples = new int[channels];
    for (int i = 0; i < channels; i++) {
      samples[i] = bytes.two(transparency + 8L + 2L * i);
    }
    return samples;
  }

  /** Its data become one chunk: of the reader's time, each one costs as much as many bytes. */
  private byte[] essence() {
    ByteArrayOutputStream copy = new ByteArrayOutputStream(bytes.length());
    copy.writeBytes(PngCodec.SIGNATURE);
    int[] length = new int[1];
    chunks(
        bytes,
        (type, at) -> {
          if (type == IDAT) {
            length[0] += bytes.part(at + 8L, bytes.four(at)).length();
          } else if (isEssential(type, at)) {
            append(copy, bytes.part(at, FRAME + bytes.four(at)));
          }
        });
    copy.writeBytes(ByteBuffer.allocate(8).putInt(length[0]).putInt(IDAT).array());
    chunks(
        bytes,
        (type, at) -> {
          if (type == IDAT) {
            append(copy, bytes.part(at + 8L, bytes.four(at)));
          }
        });
    // No checksum of the data: readers do not compute it. The one of the end is always the same.
    copy.writeBytes(
        ByteBuffer.allocate(16).putInt(0).putInt(0).putInt(IEND).putInt(END_CHECKSUM).array());
    return copy.toByteArray();
  }

  private static void append(ByteArrayOutputStream copy, FileBytes part) {
    copy.write(part.file(), part.from(), part.length());
  }

  private boolean isEssential(int type, int at) {
    return switch (type) {
      case IHDR -> at + 8 == header;
      case PLTE -> at == palette && colourType() == PALETTE;
      case TRNS -> at == transparency && colourType() == PALETTE;
      default -> false;
    };
  }
}
