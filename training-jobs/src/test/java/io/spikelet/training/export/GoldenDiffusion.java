package io.spikelet.training.export;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.latent.UnmaskingSampler;
import io.spikelet.training.export.NamedWeights.WeightArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The golden weights of Spiking-Diffusion under the names that this project gives them. */
public final class GoldenDiffusion {

  private static final String PREFIX = "w/";

  private GoldenDiffusion() {}

  /** All weights of a file. */
  public static NamedWeights weights(GoldenVectors golden) {
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    for (String name : golden.names()) {
      if (name.startsWith(PREFIX)) {
        long[] shape = Arrays.stream(golden.shape(name)).asLongStream().toArray();
        arrays.put(
            ours(name.substring(PREFIX.length())), new WeightArray(shape, golden.floats(name)));
      }
    }
    return new NamedWeights(arrays);
  }

  /** Our name of a published tensor, such as {@code encoder.1.bn.weight}. */
  public static String ours(String published) {
    return switch (published) {
      case "vq_layer.alpha" -> "quantiser.mix";
      case "vq_layer.embeddings.weight" -> "quantiser.codebook";
      default -> ofStage(published.split("\\.", -1));
    };
  }

  /** {@code vq_layer.poisson.1.x}, {@code encoder.snn_convs.4.x} or {@code conv3.1.x}. */
  private static String ofStage(String[] path) {
    String tensor = path[path.length - 1];
    int place = Integer.parseInt(path[path.length - 2]);
    String suffix = (place % 3 == 1 ? ".bn." : ".") + tensor;
    return switch (path[0]) {
      case "vq_layer" -> "generator" + suffix;
      case "encoder", "decoder" -> path[0] + "." + place / 3 + suffix;
      default -> "denoiser." + (Integer.parseInt(path[0].substring("conv".length())) - 1) + suffix;
    };
  }

  /** The random numbers with which the published sampler drew one of its images. */
  public static UnmaskingSampler.Draws draws(GoldenVectors golden, int image) {
    return new UnmaskingSampler.Draws(
        ofImage(golden, "samp_u_change", image), ofImage(golden, "samp_u_cat", image));
  }

  /** {@code [S, N, ...]} to the {@code [S, P]} of one image. */
  private static float[] ofImage(GoldenVectors golden, String name, int image) {
    float[] all = golden.floats(name);
    int steps = golden.shape(name)[0];
    int images = golden.shape(name)[1];
    int positions = all.length / steps / images;
    float[] own = new float[steps * positions];
    for (int s = 0; s < steps; s++) {
      System.arraycopy(all, (s * images + image) * positions, own, s * positions, positions);
    }
    return own;
  }
}
