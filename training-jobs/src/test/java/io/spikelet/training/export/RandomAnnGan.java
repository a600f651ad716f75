package io.spikelet.training.export;

import io.spikelet.training.export.NamedWeights.WeightArray;
import java.util.Map;
import java.util.Random;

/** Untrained generators of any size, one a label. */
public final class RandomAnnGan {

  private RandomAnnGan() {}

  /**
   * Weights uniform within the inverse root of the inputs, times two, so that images have contrast.
   */
  public static NamedWeights of(long seed, int labels, int latentSize, int hiddenSize, int pixels) {
    Random random = new Random(seed);
    return new NamedWeights(
        Map.of(
            "generator.0.weight", array(random, latentSize, labels, hiddenSize, latentSize),
            "generator.0.bias", array(random, latentSize, labels, hiddenSize),
            "generator.1.weight", array(random, hiddenSize, labels, pixels, hiddenSize),
            "generator.1.bias", array(random, hiddenSize, labels, pixels)));
  }

  private static WeightArray array(Random random, int inputs, long... shape) {
    int size = 1;
    for (long axis : shape) {
      size = Math.toIntExact(size * axis);
    }
    float bound = (float) (2 / Math.sqrt(inputs));
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = bound * (2 * random.nextFloat() - 1);
    }
    return new WeightArray(shape, values);
  }
}
