package io.spikelet.training.selection;

import static org.bytedeco.pytorch.global.torch.cdist;

import io.spikelet.training.layer.TensorMemory;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * The energy distance between a sample and others of the same size of vectors.
 *
 * <pre>
 *   d(x, y) = 2 E|x - y| - E|x - x'| - E|y - y'|
 * </pre>
 *
 * with Euclidean norms, means over all pairs, and in the last two over all pairs of two different
 * vectors: without bias, so that the distance of two samples of one distribution is 0 on average
 * and may be negative. It is the greater the more two distributions differ, in their means as in
 * their spread: many copies of one good image are far from images of all kinds.
 *
 * <p>Source: Székely and Rizzo, "Energy statistics: a class of statistics based on distances",
 * Journal of Statistical Planning and Inference 143, 2013.
 */
final class EnergyDistance {

  private static final int EUCLIDEAN = 2;

  /** Differences are squared and added as they are: the way of a matrix product loses digits. */
  private static final int WITHOUT_MATRIX_PRODUCT = 2;

  private final float[] sample;
  private final int size;
  private final double within;

  /**
   * Distances from a sample.
   *
   * @param sample {@code [n, size]}, row-major, n at least 2; not copied
   * @param size values of a vector
   * @throws IllegalArgumentException if there are fewer than two vectors, or half ones
   */
  EnergyDistance(float[] sample, int size) {
    this.sample = sample;
    this.size = size;
    try (PointerScope _ = new PointerScope()) {
      this.within = within(rows(sample));
    }
  }

  /**
   * The distance of another sample.
   *
   * @param other {@code [m, size]}, row-major, m at least 2
   * @throws IllegalArgumentException if there are fewer than two vectors, or half ones
   */
  double to(float[] other) {
    try (PointerScope _ = new PointerScope()) {
      Tensor x = rows(other);
      Tensor y = rows(sample);
      double pairs = (double) x.size(0) * y.size(0);
      return 2 * sum(x, y) / pairs - within(x) - within;
    }
  }

  /** The mean over pairs of two different rows. */
  private static double within(Tensor rows) {
    double n = rows.size(0);
    return sum(rows, rows) / (n * (n - 1));
  }

  private static double sum(Tensor x, Tensor y) {
    LongOptional mode = new LongOptional(WITHOUT_MATRIX_PRODUCT);
    return cdist(x, y, EUCLIDEAN, mode).sum().item_double();
  }

  private Tensor rows(float[] values) {
    if (values.length < 2 * size || values.length % size != 0) {
      throw new IllegalArgumentException(
          "a sample must be two or more vectors of %d values, not %d values"
              .formatted(size, values.length));
    }
    return TensorMemory.tensor(values, values.length / size, size);
  }
}
