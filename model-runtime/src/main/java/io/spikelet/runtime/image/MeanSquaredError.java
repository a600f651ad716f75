package io.spikelet.runtime.image;

/**
 * Mean over all values of {@code (a - b)^2}, in the square of the pictures' own scale: in [-1, 1]
 * it is four times what it is in [0, 1].
 */
public final class MeanSquaredError {

  private MeanSquaredError() {}

  /**
   * The error between two pictures, on their values as they are, not rounded to 8 bits.
   *
   * @throws IllegalArgumentException if sizes, channels or value ranges differ
   */
  public static double of(Image a, Image b) {
    StructuralSimilarity.requireComparable(a, b);
    return of(a.pixels(), b.pixels());
  }

  /**
   * The error between two arrays, summed in doubles in array order.
   *
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static double of(float[] a, float[] b) {
    if (a.length != b.length || a.length == 0) {
      throw new IllegalArgumentException(
          "arrays must have the same positive length, not %d and %d".formatted(a.length, b.length));
    }
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum / a.length;
  }
}
