package io.spikelet.runtime.image;

/**
 * The mean squared error between two arrays after each was brought to mean 0 and variance 1: what
 * is left of a difference when brightness and contrast do not count. 0 for equal shapes, 2 for
 * unrelated ones, 4 for opposite ones.
 *
 * <p>Source: spiking autoencoder and audiocoder (2019), section on metrics ("MSE" between image and
 * spike count map, "Spike-MSE" between the count maps of input and output); per image, which the
 * paper leaves open. A constant array becomes 0.
 */
public final class NormalisedError {

  private NormalisedError() {}

  /**
   * The error, in doubles.
   *
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static double of(float[] left, float[] right) {
    if (left.length != right.length || left.length == 0) {
      throw new IllegalArgumentException(
          "arrays must have the same positive length, not %d and %d"
              .formatted(left.length, right.length));
    }
    Scale a = Scale.of(left);
    Scale b = Scale.of(right);
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      double difference = a.apply(left[i]) - b.apply(right[i]);
      sum += difference * difference;
    }
    return sum / left.length;
  }

  private record Scale(double mean, double deviation) {

    static Scale of(float[] values) {
      double sum = 0;
      for (float value : values) {
        sum += value;
      }
      double mean = sum / values.length;
      double squares = 0;
      for (float value : values) {
        squares += (value - mean) * (value - mean);
      }
      return new Scale(mean, Math.sqrt(squares / values.length));
    }

    double apply(float value) {
      return deviation == 0 ? 0 : (value - mean) / deviation;
    }
  }
}
