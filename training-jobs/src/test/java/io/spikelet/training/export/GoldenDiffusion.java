package io.spikelet.training.export;

import io.spikelet.runtime.golden.GoldenVectors;
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
}
