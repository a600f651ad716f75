package io.spikelet.training.export;

import io.spikelet.training.export.NamedWeights.WeightArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Untrained spiking networks whose neurons are alive. Weights are multiples of 1/1024, so that half
 * precision keeps them where normalisation does.
 */
final class RandomNetwork {

  private final Random random;
  private final Map<String, WeightArray> arrays = new LinkedHashMap<>();

  private RandomNetwork(long seed) {
    this.random = new Random(seed);
  }

  /**
   * An ESVAE of any size.
   *
   * @param encoder output channels per level; as many levels as the picture's side needs
   */
  static NamedWeights esvae(long seed, int imageChannels, int latentSize, List<Integer> encoder) {
    RandomNetwork network = backbone(seed, imageChannels, latentSize, encoder);
    network.plain("sample_layer.0", latentSize, latentSize, latentSize, latentSize);
    return new NamedWeights(network.arrays);
  }

  /** An FSVAE of any size, with {@code alternatives} per latent neuron. */
  static NamedWeights fsvae(
      long seed, int imageChannels, int latentSize, List<Integer> encoder, int alternatives) {
    RandomNetwork network = backbone(seed, imageChannels, latentSize, encoder);
    network.alternatives("posterior", 2 * latentSize, latentSize, alternatives);
    network.alternatives("prior", latentSize, latentSize, alternatives);
    return new NamedWeights(network.arrays);
  }

  /**
   * A Spiking-Diffusion model of any size, whose neurons have threshold 1 and take half of what
   * comes in.
   *
   * @param widths of the two halving stages
   * @param denoiser channels of its convolutions with neurons
   */
  static NamedWeights spikingDiffusion(
      long seed, List<Integer> widths, int codeSize, int codes, List<Integer> denoiser) {
    RandomNetwork network = new RandomNetwork(seed);
    int outer = widths.getFirst();
    int inner = widths.getLast();
    network.lively("encoder.0", 9, outer, outer, 1, 3, 3);
    network.lively("encoder.1", 9 * outer, inner, inner, outer, 3, 3);
    network.lively("encoder.2", inner, codeSize, codeSize, inner, 1, 1);
    network.put("quantiser.mix", 0.5f, 0, 1);
    network.put("quantiser.codebook", 0.75f, 0.75f, codes, codeSize);
    network.lively("generator", codeSize, codeSize, codeSize, codeSize, 1, 1);
    network.lively("decoder.0", 9 * codeSize / 4, inner, codeSize, inner, 3, 3);
    network.lively("decoder.1", 9 * inner / 4, outer, inner, outer, 3, 3);
    network.plain("decoder.2", 9 * outer, 1, outer, 1, 3, 3);
    int before = 2;
    for (int i = 0; i < denoiser.size(); i++) {
      int out = denoiser.get(i);
      network.lively("denoiser." + i, 9 * before, out, out, before, 3, 3);
      before = out;
    }
    int both = before + denoiser.getFirst();
    network.plain("denoiser." + denoiser.size(), both, codes, codes, both, 3, 3);
    return new NamedWeights(network.arrays);
  }

  /** As {@link #normalised} with currents that reach a threshold of 1 now and then. */
  private void lively(String name, int fan, int outputs, long... weightShape) {
    normalised(name, fan, outputs, weightShape);
    put(name + ".bn.bias", 1, 0.5f, outputs);
  }

  private void alternatives(String name, int inputs, int latentSize, int perNeuron) {
    int before = inputs;
    int[] widths = {2 * latentSize, 4 * latentSize, perNeuron * latentSize};
    for (int i = 0; i < widths.length; i++) {
      normalised(name + ".layers." + i, before, widths[i], widths[i], before);
      before = widths[i];
    }
  }

  private static RandomNetwork backbone(
      long seed, int imageChannels, int latentSize, List<Integer> encoder) {
    RandomNetwork network = new RandomNetwork(seed);
    int before = imageChannels;
    for (int level = 0; level < encoder.size(); level++) {
      int out = encoder.get(level);
      network.normalised("encoder." + level, 9 * before, out, out, before, 3, 3);
      before = out;
    }
    int features = 4 * before;
    network.normalised("before_latent_layer", features, latentSize, latentSize, features);
    network.normalised("decoder_input", latentSize, features, features, latentSize);
    for (int level = encoder.size() - 2; level >= 0; level--) {
      int out = encoder.get(level);
      String name = "decoder." + (encoder.size() - 2 - level);
      network.normalised(name, 9 * before / 4, out, before, out, 3, 3);
      before = out;
    }
    network.normalised("final_layer.0", 9 * before / 4, before, before, before, 3, 3);
    network.plain("final_layer.1", 9 * before, imageChannels, before, imageChannels, 3, 3);
    return network;
  }

  private void normalised(String name, int fan, int outputs, long... weightShape) {
    plain(name, fan, outputs, weightShape);
    // Sums of a fan of weights up to 1/sqrt(fan), about a fifth of the inputs active.
    put(name + ".bn.weight", 1.5f, 0.25f, outputs);
    put(name + ".bn.bias", 0.0625f, 0.0625f, outputs);
    put(name + ".bn.running_mean", 0, 0.125f, outputs);
    put(name + ".bn.running_var", 0.0625f, 0.03125f, outputs);
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
      float value = centre + spread * (2 * random.nextFloat() - 1);
      data[i] = Math.round(value * 1024) / 1024f;
    }
    arrays.put(name, new WeightArray(shape, data));
  }
}
