package io.spikelet.training.trainer;

import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Copies a network's tensors out of libtorch. */
public final class Weights {

  private Weights() {}

  /** All parameters and running statistics by name. */
  public static NamedWeights of(State state) {
    Map<String, WeightArray> arrays = new HashMap<>();
    state.parameters().forEach(p -> arrays.put(p.name(), array(p.value())));
    state.buffers().forEach(b -> arrays.put(b.name(), array(b.value())));
    return new NamedWeights(arrays);
  }

  private static WeightArray array(Tensor tensor) {
    return new WeightArray(TensorMemory.shape(tensor), TensorMemory.floats(tensor));
  }
}
