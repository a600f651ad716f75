package io.spikelet.training.firstspike;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.TensorMemory;
import java.lang.foreign.MemorySegment;

/**
 * A layer and the tensor that keeps its weights in checkpoints, {@code [inputs, neurons]}.
 *
 * <p>Learning happens in Java's arrays; the tensor is written after it and read before it, since a
 * checkpoint or a package may have changed it.
 */
public record StoredLayer(FirstSpikeLayer layer, Parameter weight) {

  /** Takes the tensor's weights. */
  public void load() {
    layer.weights(TensorMemory.floats(weight.value()));
  }

  /** Puts the weights into the tensor. */
  public void store() {
    float[] values = new float[layer.inputs() * layer.neurons()];
    layer.fold();
    layer.copyWeights(values);
    MemorySegment memory = TensorMemory.of(weight.value());
    MemorySegment.copy(MemorySegment.ofArray(values), 0, memory, 0, memory.byteSize());
  }
}
