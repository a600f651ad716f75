package io.spikelet.runtime.engine;

import io.spikelet.runtime.engine.Tensor.FloatTensor;
import io.spikelet.runtime.engine.Tensor.LongTensor;
import java.util.Map;

/** The outputs of a graph by name. Plain Java arrays: they outlive the graph. */
public record Tensors(Map<String, Tensor> byName) {

  public Tensors {
    byName = Map.copyOf(byName);
  }

  /**
   * The output of a name.
   *
   * @throws EngineException if there is none; the message lists those that exist
   */
  public Tensor get(String name) {
    Tensor tensor = byName.get(name);
    if (tensor == null) {
      throw new EngineException("the graph has no output " + name + ", only " + byName.keySet());
    }
    return tensor;
  }

  /**
   * The output of a name, as floats.
   *
   * @throws EngineException if there is none, or it holds integers
   */
  public FloatTensor floats(String name) {
    return switch (get(name)) {
      case FloatTensor floats -> floats;
      case LongTensor _ -> throw new EngineException("output " + name + " holds integers");
    };
  }

  /**
   * The output of a name, as integers.
   *
   * @throws EngineException if there is none, or it holds floats
   */
  public LongTensor longs(String name) {
    return switch (get(name)) {
      case LongTensor longs -> longs;
      case FloatTensor _ -> throw new EngineException("output " + name + " holds floats");
    };
  }
}
