package io.spikelet.runtime.image;

/** How opaque the pixels of a lossy WebP picture are (RFC 9649, section 2.7.1.2). */
final class WebpAlpha {

  private WebpAlpha() {}

  /**
   * Decodes the data of the chunk ALPH.
   *
   * @return levels {@code [height, width]}
   */
  static byte[] decode(FileBytes chunk, int width, int height) {
    FileBytes data = chunk.part(1, chunk.length());
    byte[] levels =
        switch (chunk.one(0) & 3) {
          case 0 -> stored(data, width * height);
          case 1 -> greens(WebpLossless.decode(data, width, height));
          default -> throw ImageFormatException.damaged(PictureFormat.WEBP);
        };
    unfilter(levels, width, height, (chunk.one(0) >> 2) & 3);
    return levels;
  }

  private static byte[] stored(FileBytes data, int count) {
    if (!data.has(0, count)) {
      throw ImageFormatException.damaged(PictureFormat.WEBP);
    }
    byte[] levels = new byte[count];
    System.arraycopy(data.file(), data.from(), levels, 0, count);
    return levels;
  }

  private static byte[] greens(int[] argb) {
    byte[] levels = new byte[argb.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (argb[i] >> 8);
    }
    return levels;
  }

  /** Each level was stored as its difference from what its neighbours let expect. */
  private static void unfilter(byte[] levels, int width, int height, int filter) {
    for (int y = 0; y < height && filter != 0; y++) {
      DecodingStoppedException.stopIfInterrupted();
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        levels[at] += (byte) expected(levels, at, x, y, width, filter);
      }
    }
  }

  private static int expected(byte[] levels, int at, int x, int y, int width, int filter) {
    if (x == 0 && y == 0) {
      return 0;
    }
    if (y == 0) {
      return levels[at - 1];
    }
    if (x == 0) {
      return levels[at - width];
    }
    return switch (filter) {
      case 1 -> levels[at - 1];
      case 2 -> levels[at - width];
      default ->
          Math.clamp(
              Byte.toUnsignedInt(levels[at - 1])
                  + Byte.toUnsignedInt(levels[at - width])
                  - Byte.toUnsignedInt(levels[at - width - 1]),
              0,
              255);
    };
  }
}
