package io.spikelet.training.export;

import io.spikelet.training.export.NamedWeights.WeightArray;
import java.util.Map;
import java.util.Random;

/**
 * Untrained layers of leaky neurons that are alive: weights excite somewhat more than they inhibit.
 * They are multiples of 1/64, so that half precision keeps them and every sum of them is exact.
 */
final class RandomLeaky {

  private final Random random;

  private RandomLeaky(long seed) {
    this.random = new Random(seed);
  }

  /** The weights of a spiking autoencoder. */
  static NamedWeights autoencoder(long seed, int pixels, int hidden) {
    RandomLeaky network = new RandomLeaky(seed);
    return new NamedWeights(
        Map.of(
            "encoder.0.weight", network.layer(hidden, pixels),
            "decoder.0.weight", network.layer(pixels, hidden)));
  }

  /** The weights of an audiocoder without its decoder. */
  static NamedWeights audio(long seed, int inputs, int between, int hidden) {
    RandomLeaky network = new RandomLeaky(seed);
    return new NamedWeights(
        Map.of(
            "audio.0.weight", network.layer(between, inputs),
            "audio.1.weight", network.layer(hidden, between)));
  }

  private WeightArray layer(int neurons, int inputs) {
    float[] weight = new float[neurons * inputs];
    float bound = 4 / (float) Math.sqrt(inputs);
    for (int i = 0; i < weight.length; i++) {
      float value = bound * (random.nextFloat() - 0.46f);
      weight[i] = Math.round(value * 64) / 64f;
    }
    return new WeightArray(new long[] {neurons, inputs}, weight);
  }
}
