package io.spikelet.training.dataset;

import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;

/**
 * The order in which an epoch visits the pictures.
 *
 * <p>It follows from the seed and the epoch alone, by our own counter-based generator: a run that
 * is continued in the middle, or on another Java version, visits them in the same order.
 */
public final class Shuffle {

  private static final double LOW_BITS = 0x1p-24;

  private Shuffle() {}

  /**
   * A random permutation of {@code 0 .. size-1} (Fisher and Yates' shuffle, as in Knuth, The Art of
   * Computer Programming, volume 2, algorithm P).
   *
   * @param size at least 0
   * @param seed the run's seed
   * @param epoch from 0
   */
  public static int[] permutation(int size, long seed, long epoch) {
    float[] uniforms =
        RandomStream.of(new ImageSeed(seed, epoch))
            .uniforms(RandomStream.Purpose.SHUFFLE, Math.multiplyExact(2, size));
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    for (int i = size - 1; i > 0; i--) {
      // 48 random bits: 24 would prefer some of 60,000 places by half a percent.
      double uniform = uniforms[2 * i] + uniforms[2 * i + 1] * LOW_BITS;
      int j = (int) (uniform * (i + 1));
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
