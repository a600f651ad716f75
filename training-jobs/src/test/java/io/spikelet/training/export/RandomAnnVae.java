package io.spikelet.training.export;

import io.spikelet.training.export.NamedWeights.WeightArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Untrained ordinary autoencoders of any size. */
final class RandomAnnVae {

  private final Random random;
  private final Map<String, WeightArray> arrays = new LinkedHashMap<>();

  private RandomAnnVae(long seed) {
    this.random = new Random(seed);
  }

  /**
   * A network with two heads for the latent code.
   *
   * @param encoder output channels per level; as many levels as the picture's side needs
   */
  static NamedWeights of(long seed, int imageChannels, int latentSize, List<Integer> encoder) {
    List<String> heads = List.of("mean_layer", "log_variance_layer");
    return of(seed, imageChannels, latentSize, encoder, heads);
  }

  /** A network whose code is its features; as above. */
  static NamedWeights plain(long seed, int imageChannels, int latentSize, List<Integer> encoder) {
    return of(seed, imageChannels, latentSize, encoder, List.of("latent_layer"));
  }

  private static NamedWeights of(
      long seed, int imageChannels, int latentSize, List<Integer> encoder, List<String> heads) {
    RandomAnnVae network = new RandomAnnVae(seed);
    int before = imageChannels;
    for (int level = 0; level < encoder.size(); level++) {
      int out = encoder.get(level);
      network.plain("encoder." + level + ".0", 9 * before, out, out, before, 3, 3);
      network.norm("encoder." + level + ".1", out);
      before = out;
    }
    int features = 4 * before;
    for (String head : heads) {
      network.plain(head, features, latentSize, latentSize, features);
    }
    network.plain("decoder_input", latentSize, features, features, latentSize);
    for (int level = encoder.size() - 2; level >= 0; level--) {
      int out = encoder.get(level);
      String stage = "decoder." + (encoder.size() - 2 - level);
      network.plain(stage + ".0", 9 * before / 4, out, before, out, 3, 3);
      network.norm(stage + ".1", out);
      before = out;
    }
    network.plain("final_layer.0", 9 * before / 4, before, before, before, 3, 3);
    network.norm("final_layer.1", before);
    network.plain("final_layer.3", 9 * before, imageChannels, before, imageChannels, 3, 3);
    return new NamedWeights(network.arrays);
  }

  private void norm(String name, int outputs) {
    put(name + ".weight", 1, 0.25f, outputs);
    put(name + ".bias", 0, 0.25f, outputs);
    put(name + ".running_mean", 0, 0.125f, outputs);
    put(name + ".running_var", 0.25f, 0.125f, outputs);
  }

  private void plain(String name, int fan, int outputs, long... weightShape) {
    float bound = (float) (1 / Math.sqrt(fan));
    put(name + ".weight", 0, bound, weightShape);
    put(name + ".bias", 0, bound, outputs);
  }

  private void put(String name, float centre, float spread, long... shape) {
    int size = 1;
    for (long axis : shape) {
      size = Math.toIntExact(size * axis);
    }
    float[] data = new float[size];
    for (int i = 0; i < size; i++) {
      data[i] = centre + spread * (2 * random.nextFloat() - 1);
    }
    arrays.put(name, new WeightArray(shape, data));
  }
}
