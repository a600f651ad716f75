package io.spikelet.runtime.image;

/**
 * Bilinear resizing of 8-bit pictures, level for level as Pillow does it, since the published
 * preprocessing is Pillow's.
 *
 * <p>Output pixel x has its centre at {@code c = (x + 0.5) * from / to} of the input. Input pixel i
 * has weight {@code max(0, 1 - |i + 0.5 - c| / scale)}, {@code scale = max(1, from / to)} (a
 * triangle that widens when shrinking), normalised to 1 and rounded to 22 binary digits. Rows
 * first, then columns; each pass rounds to 8 bits. A side that keeps its length is not touched.
 *
 * <p>Source: Pillow, {@code src/libImaging/Resample.c}, the path for 8 bits per channel.
 */
public final class BilinearResize {

  // As in Pillow: 8 bits of result and 2 of overflow are kept free in 32.
  private static final int PRECISION_BITS = Integer.SIZE - 8 - 2;

  /**
   * The weights of one side.
   *
   * @param from length of the input
   * @param first first input pixel of each output pixel
   * @param weights of the input pixels from {@code first} on, {@code (output pixel, tap)}
   */
  private record Side(int from, int[] first, int[][] weights) {

    int to() {
      return first.length;
    }

    boolean unchanged() {
      return from == first.length;
    }
  }

  private final Side vertical;
  private final Side horizontal;

  /**
   * Prepares resizing between two sizes, in pixels; may be used by several threads.
   *
   * @throws IllegalArgumentException if a side is not positive
   */
  public BilinearResize(int fromHeight, int fromWidth, int toHeight, int toWidth) {
    if (fromHeight < 1 || fromWidth < 1 || toHeight < 1 || toWidth < 1) {
      throw new IllegalArgumentException(
          "sides must be positive: %d x %d to %d x %d"
              .formatted(fromHeight, fromWidth, toHeight, toWidth));
    }
    this.vertical = side(fromHeight, toHeight);
    this.horizontal = side(fromWidth, toWidth);
  }

  /** Resizes all channels of a picture; its levels are rounded to 8 bits first. */
  public static Image resize(Image image, int height, int width) {
    if (image.height() == height && image.width() == width) {
      return image;
    }
    byte[] resized =
        new BilinearResize(image.height(), image.width(), height, width)
            .resize(image.levels(), image.channels());
    return Image.owning(image.channels(), height, width, resized, image.range());
  }

  /**
   * Resizes planes of 8-bit levels.
   *
   * @param chw {@code [channels, fromHeight, fromWidth]}; read only
   * @return a new array {@code [channels, toHeight, toWidth]}
   * @throws IllegalArgumentException if the array has another length
   */
  public byte[] resize(byte[] chw, int channels) {
    if (chw.length != (long) channels * vertical.from() * horizontal.from()) {
      throw new IllegalArgumentException(
          "%d levels do not fill %d channels of %d x %d"
              .formatted(chw.length, channels, vertical.from(), horizontal.from()));
    }
    byte[] rows = horizontal.unchanged() ? chw : resizeRows(chw, channels * vertical.from());
    return vertical.unchanged() ? rows.clone() : resizeColumns(rows, channels);
  }

  private byte[] resizeRows(byte[] in, int rows) {
    byte[] out = new byte[rows * horizontal.to()];
    for (int row = 0; row < rows; row++) {
      for (int x = 0; x < horizontal.to(); x++) {
        int start = row * horizontal.from() + horizontal.first()[x];
        out[row * horizontal.to() + x] = weighted(in, start, 1, horizontal.weights()[x]);
      }
    }
    return out;
  }

  private byte[] resizeColumns(byte[] in, int channels) {
    int width = horizontal.to();
    byte[] out = new byte[channels * vertical.to() * width];
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < vertical.to(); y++) {
        int start = (channel * vertical.from() + vertical.first()[y]) * width;
        int target = (channel * vertical.to() + y) * width;
        for (int x = 0; x < width; x++) {
          out[target + x] = weighted(in, start + x, width, vertical.weights()[y]);
        }
      }
    }
    return out;
  }

  private static byte weighted(byte[] in, int start, int step, int[] weights) {
    int sum = 1 << (PRECISION_BITS - 1);
    for (int tap = 0; tap < weights.length; tap++) {
      sum += Byte.toUnsignedInt(in[start + tap * step]) * weights[tap];
    }
    return (byte) Math.clamp(sum >> PRECISION_BITS, 0, 255);
  }

  private static Side side(int from, int to) {
    double scale = (double) from / to;
    double filterScale = Math.max(scale, 1);
    int[] first = new int[to];
    int[][] weights = new int[to][];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      // Casts cut towards zero, as in Pillow.
      first[i] = Math.max((int) (centre - filterScale + 0.5), 0);
      int end = Math.min((int) (centre + filterScale + 0.5), from);
      weights[i] = weights(first[i], end - first[i], centre, 1 / filterScale);
    }
    return new Side(from, first, weights);
  }

  private static int[] weights(int first, int taps, double centre, double inverseScale) {
    double[] triangle = new double[taps];
    double sum = 0;
    for (int tap = 0; tap < taps; tap++) {
      triangle[tap] = Math.max(0, 1 - Math.abs((tap + first - centre + 0.5) * inverseScale));
      sum += triangle[tap];
    }
    int[] fixed = new int[taps];
    for (int tap = 0; tap < taps; tap++) {
      fixed[tap] = (int) (0.5 + triangle[tap] / sum * (1 << PRECISION_BITS));
    }
    return fixed;
  }
}
