package io.spikelet.training.family.spikingdiffusion;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.export.GoldenDiffusion;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.layer.GoldenTensors;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Golden tensors of Spiking-Diffusion in a network's state. */
final class GoldenState {

  private GoldenState() {}

  /** Copies golden weights into all tensors of a state that have one. */
  static void load(GoldenVectors golden, State state) {
    NamedWeights weights = GoldenDiffusion.weights(golden);
    state.parameters().forEach(p -> copy(weights, p.name(), p.value()));
    state.buffers().forEach(b -> copy(weights, b.name(), b.value()));
  }

  private static void copy(NamedWeights weights, String name, Tensor target) {
    if (weights.has(name)) {
      target.copy_(TensorMemory.tensor(weights.get(name).data(), TensorMemory.shape(target)));
    }
  }

  /** Golden arrays of a prefix by our names. */
  static Map<String, Tensor> named(GoldenVectors golden, String prefix) {
    Map<String, Tensor> named = new HashMap<>();
    for (String name : golden.names()) {
      if (name.startsWith(prefix)) {
        named.put(
            GoldenDiffusion.ours(name.substring(prefix.length())),
            GoldenTensors.plain(golden, name));
      }
    }
    return named;
  }
}
