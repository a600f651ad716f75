package io.spikelet.runtime.image;

import io.spikelet.runtime.image.ForeignReader.Sampling;

/**
 * A BMP file, by its two headers. The reader is shown them with those numbers replaced by which it
 * would take memory: the sizes of the file and of its data, and of a profile.
 *
 * @param width pixels across
 * @param height pixels down; a file that begins with the uppermost line says it below 0
 * @param compression 0: none, 1 and 2: run lengths, 3 and 6: bit masks
 */
record BmpFile(FileBytes bytes, int width, int height, long compression) implements PictureFile {

  private static final int FILE_SIZE = 2;
  private static final int DATA_AT = 10;
  private static final int HEADER_SIZE = 14;
  private static final int OLD_HEADER = 12;
  private static final int HEADER = 40;
  private static final int WIDTH = 18;
  private static final int HEIGHT = 22;
  private static final int COMPRESSION = 30;
  private static final int DATA_SIZE = 34;
  private static final int COLOUR_SPACE = HEADER_SIZE + 56;
  private static final int PROFILE_HEADER = 124;
  private static final long SRGB = 0x73524742;

  static BmpFile of(byte[] file) {
    FileBytes bytes = FileBytes.littleEndian(file);
    long header = bytes.four(HEADER_SIZE);
    if (!bytes.has(HEADER_SIZE, header)
        || (header != OLD_HEADER && header < HEADER)
        || bytes.four(DATA_AT) > file.length) {
      throw ImageFormatException.damaged(PictureFormat.BMP);
    }
    if (header == OLD_HEADER) {
      return new BmpFile(bytes, bytes.two(WIDTH), bytes.two(WIDTH + 2L), 0);
    }
    long compression = bytes.four(COMPRESSION);
    requireRead(compression);
    return new BmpFile(
        bytes,
        (int) bytes.four(WIDTH),
        (int) Math.min(Integer.MAX_VALUE, Math.abs((long) (int) bytes.four(HEIGHT))),
        compression);
  }

  private static void requireRead(long compression) {
    if (compression == 4 || compression == 5) {
      throw new ImageFormatException(
          "The BMP file holds a %s picture inside; send that one itself."
              .formatted(compression == 4 ? "JPEG" : "PNG"));
    }
    if (compression > 6) {
      throw new ImageFormatException(
          "The BMP picture has compression %d; 0 to 3 and 6 are read.".formatted(compression));
    }
  }

  @Override
  public PictureFormat format() {
    return PictureFormat.BMP;
  }

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }

  /** What the reader is shown is a copy; run lengths are unpacked as a whole. */
  @Override
  public long workingBytes() {
    boolean runLengths = compression == 1 || compression == 2;
    return bytes.length() + (runLengths ? bytes.length() + 2 * pixels() : 0);
  }

  @Override
  public Image decode(int step) {
    return AwtPixels.of(
        ForeignReader.picture(PictureFormat.BMP, essence(), new Sampling(step, 0, 0)));
  }

  private byte[] essence() {
    byte[] copy = bytes.file().clone();
    put(copy, FILE_SIZE, copy.length);
    long header = bytes.four(HEADER_SIZE);
    if (header != OLD_HEADER) {
      // 0: as far as the file goes.
      put(copy, DATA_SIZE, 0);
    }
    if (header >= PROFILE_HEADER) {
      put(copy, COLOUR_SPACE, SRGB);
    }
    return copy;
  }

  private static void put(byte[] file, int at, long value) {
    for (int i = 0; i < 4; i++) {
      file[at + i] = (byte) (value >> (Byte.SIZE * i));
    }
  }
}
