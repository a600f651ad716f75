package io.spikelet.training.trainer;

import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** Copies a network's tensors out of libtorch and back. */
public final class Weights {

  private Weights() {}

  /** All parameters and running statistics by name. */
  public static NamedWeights of(State state) {
    Map<String, WeightArray> arrays = new HashMap<>();
    state.parameters().forEach(p -> arrays.put(p.name(), array(p.value())));
    state.buffers().forEach(b -> arrays.put(b.name(), array(b.value())));
    return new NamedWeights(arrays);
  }

  /**
   * Copies weights into the parameters that have their names; other parameters stay as they are.
   *
   * @param publishedName the published name of a parameter
   * @throws IllegalArgumentException if sizes differ; the message shows both
   */
  public static void copy(NamedWeights weights, State state, UnaryOperator<String> publishedName) {
    for (Parameter parameter : state.parameters()) {
      String name = publishedName.apply(parameter.name());
      if (weights.has(name)) {
        copy(name, weights.get(name).data(), parameter.value().detach());
      }
    }
  }

  private static void copy(String name, float[] values, Tensor target) {
    if (values.length != target.numel()) {
      throw new IllegalArgumentException(
          "the package's %s has %d values, but this network's %d: the settings differ"
              .formatted(name, values.length, target.numel()));
    }
    target.copy_(TensorMemory.tensor(values, TensorMemory.shape(target)));
  }

  private static WeightArray array(Tensor tensor) {
    return new WeightArray(TensorMemory.shape(tensor), TensorMemory.floats(tensor));
  }
}
