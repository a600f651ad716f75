package io.spikelet.runtime.image;

/** Bits of a WebP picture, the lowest of a byte first. */
final class BitReader {

  private final FileBytes bytes;
  private long window;
  private int bits;
  private int next;

  BitReader(FileBytes bytes) {
    this.bytes = bytes;
  }

  /**
   * The next so many bits, up to 24, as a number whose lowest comes first.
   *
   * @throws ImageFormatException if there are none left
   */
  int read(int count) {
    if (bits < count) {
      fill();
    }
    bits -= count;
    if (bits < 0) {
      throw ImageFormatException.damaged(PictureFormat.WEBP);
    }
    int value = (int) (window & ((1L << count) - 1));
    window >>>= count;
    return value;
  }

  boolean flag() {
    return read(1) == 1;
  }

  private void fill() {
    while (bits <= Long.SIZE - 2 * Byte.SIZE && next < bytes.length()) {
      window |= (long) bytes.one(next++) << bits;
      bits += Byte.SIZE;
    }
  }
}
