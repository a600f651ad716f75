package io.spikelet.runtime.image;

import io.spikelet.runtime.image.ForeignReader.Sampling;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A TIFF file (6.0), by its first directory: grey, coloured or with a palette, in strips or tiles.
 * The reader is shown a directory with nothing in it but what its pixels need, after each number in
 * it was compared with the size of the file.
 *
 * @param layout where the pixels stand
 * @param samples of a pixel
 * @param bits of a sample
 */
record TiffFile(TiffDirectory directory, TiffLayout layout, int photometric, int samples, int bits)
    implements PictureFile {

  private static final int BITS_PER_SAMPLE = 258;
  private static final int PHOTOMETRIC = 262;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int COLOUR_MAP = 320;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  /** Order of bits, and what was subtracted before compression: a short number each. */
  private static final int[] SHORTS = {266, 317};

  /** Options of CCITT's compressions: a long number each. */
  private static final int[] LONGS = {292, 293};

  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int ASSOCIATED_ALPHA = 1;
  private static final int ALPHA = 2;
  private static final int MOST_SAMPLES = 4;

  static TiffFile of(byte[] file) {
    TiffDirectory directory =
        TiffDirectory.first(FileBytes.bigEndian(file))
            .orElseThrow(() -> ImageFormatException.damaged(PictureFormat.TIFF));
    int photometric = (int) directory.first(PHOTOMETRIC, BLACK_IS_ZERO);
    int samples = (int) directory.first(SAMPLES_PER_PIXEL, 1);
    int bits = bits(directory);
    requireRead(photometric, samples, bits, (int) directory.first(SAMPLE_FORMAT, 1));
    return new TiffFile(
        directory, TiffLayout.of(directory, samples, bits), photometric, samples, bits);
  }

  private static int bits(TiffDirectory directory) {
    long[] bits = directory.values(BITS_PER_SAMPLE, MOST_SAMPLES);
    return Arrays.stream(bits).distinct().count() > 1 ? 0 : bits.length == 0 ? 1 : (int) bits[0];
  }

  private static void requireRead(int photometric, int samples, int bits, int sampleFormat) {
    boolean read =
        switch (photometric) {
          case 0, BLACK_IS_ZERO ->
              samples == 1
                  ? bits == 1 || bits == 4 || bits == 8 || bits == 16
                  : samples == 2 && (bits == 8 || bits == 16);
          case RGB -> (samples == 3 || samples == 4) && (bits == 8 || bits == 16);
          case PALETTE -> samples == 1 && (bits == 1 || bits == 4 || bits == 8);
          default -> false;
        };
    if (!read || sampleFormat != 1) {
      throw new ImageFormatException(
          "The TIFF picture has %d samples a pixel, %d bits a sample, sample format %d and colours %d; grey, RGB and palettes of unsigned whole numbers with up to 16 bits are read."
              .formatted(samples, bits, sampleFormat, photometric));
    }
  }

  @Override
  public PictureFormat format() {
    return PictureFormat.TIFF;
  }

  @Override
  public int width() {
    return layout.width();
  }

  @Override
  public int height() {
    return layout.height();
  }

  @Override
  public Orientation orientation() {
    return directory.orientation();
  }

  /** What the reader is shown is a copy; a strip is unpacked as a whole. */
  @Override
  public long workingBytes() {
    return directory.file().length() + layout.workingBytes();
  }

  @Override
  public Image decode(int step) {
    BufferedImage picture =
        ForeignReader.picture(PictureFormat.TIFF, essence(), new Sampling(step, 0, 0));
    Image image =
        photometric == PALETTE || bits < Byte.SIZE
            ? AwtPixels.of(picture)
            : AwtPixels.ofSamples(picture.getRaster(), bits, null);
    return photometric == PALETTE ? image : meant(image);
  }

  /** The channels that the picture has, and its colours before alpha was multiplied into them. */
  private Image meant(Image image) {
    int colours = photometric == RGB ? 3 : 1;
    long extra = directory.first(EXTRA_SAMPLES, 0);
    boolean alpha = samples > colours && (extra == ASSOCIATED_ALPHA || extra == ALPHA);
    int plane = image.height() * image.width();
    byte[] levels = Arrays.copyOf(image.levels(), (alpha ? colours + 1 : colours) * plane);
    for (int i = 0; alpha && extra == ASSOCIATED_ALPHA && i < colours * plane; i++) {
      int opacity = Math.max(1, Byte.toUnsignedInt(levels[colours * plane + i % plane]));
      levels[i] = (byte) Math.min(255, Byte.toUnsignedInt(levels[i]) * 255 / opacity);
    }
    return Image.owning(
        alpha ? colours + 1 : colours, image.height(), image.width(), levels, image.range());
  }

  private byte[] essence() {
    TiffWriter writer = new TiffWriter(directory.file());
    layout.write(writer);
    writer.shorts(BITS_PER_SAMPLE, repeated(bits));
    writer.shorts(PHOTOMETRIC, photometric);
    writer.shorts(SAMPLES_PER_PIXEL, samples);
    writer.shorts(SAMPLE_FORMAT, repeated(1));
    if (photometric == PALETTE) {
      writer.shorts(COLOUR_MAP, colourMap());
    }
    if (samples == 2 || samples == MOST_SAMPLES) {
      // What the last one means is told apart here.
      writer.shorts(EXTRA_SAMPLES, ALPHA);
    }
    for (int tag : SHORTS) {
      if (directory.has(tag)) {
        writer.shorts(tag, directory.first(tag, 0));
      }
    }
    for (int tag : LONGS) {
      if (directory.has(tag)) {
        writer.longs(tag, directory.first(tag, 0));
      }
    }
    return writer.toByteArray();
  }

  /** Levels of 16 bits whose first half counts; some programs write levels of 8 bits. */
  private long[] colourMap() {
    long[] colours = directory.values(COLOUR_MAP, 3 << bits);
    if (colours.length != 3 << bits) {
      throw ImageFormatException.damaged(PictureFormat.TIFF);
    }
    boolean eightBits = Arrays.stream(colours).allMatch(level -> level < 256);
    return Arrays.stream(colours)
        .map(level -> 257 * (eightBits ? level : level >> Byte.SIZE))
        .toArray();
  }

  private long[] repeated(long value) {
    long[] values = new long[samples];
    Arrays.fill(values, value);
    return values;
  }
}
