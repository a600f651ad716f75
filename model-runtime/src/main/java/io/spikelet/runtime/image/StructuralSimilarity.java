package io.spikelet.runtime.image;

/**
 * Structural similarity of two pictures, 1 for equal ones.
 *
 * <p>At each pixel, with means, variances and covariance under a Gaussian window of 11 x 11 pixels
 * and deviation 1.5 (zeros outside the picture, variances as {@code E[x^2] - E[x]^2}):
 *
 * <pre>(2 ma mb + C1)(2 sab + C2) / ((ma^2 + mb^2 + C1)(sa^2 + sb^2 + C2))</pre>
 *
 * <p>{@code C1 = 0.01^2}, {@code C2 = 0.03^2}; then the mean over all pixels and channels. The
 * value depends on where zero lies, so pictures are compared on the scale [-0.5, 0.5].
 *
 * <p>Source: Wang et al., "Image quality assessment: from error visibility to structural
 * similarity", 2004, in the variant of Spiking-Diffusion's published code.
 */
public final class StructuralSimilarity {

  private static final int RADIUS = 5;
  private static final double DEVIATION = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;
  private static final double[] WINDOW = window();

  private StructuralSimilarity() {}

  /**
   * The similarity of two pictures, whatever their range, compared on [-0.5, 0.5].
   *
   * @throws IllegalArgumentException if sizes, channels or value ranges differ
   */
  public static double ssim(Image a, Image b) {
    requireComparable(a, b);
    return ssim(centred(a), centred(b), a.channels(), a.height(), a.width());
  }

  /**
   * The similarity of two arrays, on the scale they are in.
   *
   * @param a {@code [channels, height, width]}
   * @param b same shape
   * @throws IllegalArgumentException if the lengths do not fit
   */
  public static double ssim(float[] a, float[] b, int channels, int height, int width) {
    long length = (long) channels * height * width;
    if (length == 0 || a.length != length || b.length != length) {
      throw new IllegalArgumentException(
          "%d and %d values do not fill %d channels of %d x %d"
              .formatted(a.length, b.length, channels, height, width));
    }
    double sum = 0;
    for (int channel = 0; channel < channels; channel++) {
      sum += planeSum(a, b, channel * height * width, height, width);
    }
    return sum / length;
  }

  static void requireComparable(Image a, Image b) {
    if (a.channels() != b.channels()
        || a.height() != b.height()
        || a.width() != b.width()
        || !a.range().equals(b.range())) {
      throw new IllegalArgumentException("cannot compare " + a + " with " + b);
    }
  }

  private static float[] centred(Image image) {
    float[] pixels = image.pixels();
    float low = image.range().low();
    float span = image.range().high() - low;
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (pixels[i] - low) / span - 0.5f;
    }
    return pixels;
  }

  private static double planeSum(float[] a, float[] b, int from, int height, int width) {
    int size = height * width;
    double[] x = new double[size];
    double[] y = new double[size];
    for (int i = 0; i < size; i++) {
      x[i] = a[from + i];
      y[i] = b[from + i];
    }
    double[] meanX = blur(x, height, width);
    double[] meanY = blur(y, height, width);
    double[] meanXx = blur(product(x, x), height, width);
    double[] meanYy = blur(product(y, y), height, width);
    double[] meanXy = blur(product(x, y), height, width);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += similarity(meanX[i], meanY[i], meanXx[i], meanYy[i], meanXy[i]);
    }
    return sum;
  }

  private static double similarity(
      double meanX, double meanY, double meanXx, double meanYy, double meanXy) {
    double varianceX = meanXx - meanX * meanX;
    double varianceY = meanYy - meanY * meanY;
    double covariance = meanXy - meanX * meanY;
    return (2 * meanX * meanY + C1)
        * (2 * covariance + C2)
        / ((meanX * meanX + meanY * meanY + C1) * (varianceX + varianceY + C2));
  }

  private static double[] product(double[] x, double[] y) {
    double[] product = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      product[i] = x[i] * y[i];
    }
    return product;
  }

  /**
   * The window is the product of two one-dimensional ones, so rows and columns are blurred apart.
   */
  private static double[] blur(double[] plane, int height, int width) {
    double[] rows = new double[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        rows[y * width + x] = blurred(plane, y * width, x, 1, width);
      }
    }
    double[] columns = new double[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        columns[y * width + x] = blurred(rows, x, y, width, height);
      }
    }
    return columns;
  }

  /** The window around element {@code centre} of the line that begins at {@code start}. */
  private static double blurred(double[] plane, int start, int centre, int step, int length) {
    double sum = 0;
    int end = Math.min(centre + RADIUS, length - 1);
    for (int i = Math.max(centre - RADIUS, 0); i <= end; i++) {
      sum += WINDOW[i - centre + RADIUS] * plane[start + i * step];
    }
    return sum;
  }

  private static double[] window() {
    double[] window = new double[2 * RADIUS + 1];
    double sum = 0;
    for (int i = 0; i < window.length; i++) {
      double distance = (i - RADIUS) / DEVIATION;
      window[i] = StrictMath.exp(-distance * distance / 2);
      sum += window[i];
    }
    for (int i = 0; i < window.length; i++) {
      window[i] /= sum;
    }
    return window;
  }
}
