package io.spikelet.training.firstspike;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A layer and the tensor that keeps its weights in checkpoints.
 *
 * <p>Learning happens in Java's arrays; the tensor is written after it and read before it, since a
 * checkpoint or a package may have changed it.
 *
 * @param layer the layer
 * @param weight {@code [inputs, neurons]}, or {@code [networks * inputs, neurons]} where several
 *     networks share a tensor
 * @param network which of the networks this is, from 0
 */
public record StoredLayer(FirstSpikeLayer layer, Parameter weight, int network) {

  /** A layer that has a tensor of its own. */
  public StoredLayer(FirstSpikeLayer layer, Parameter weight) {
    this(layer, weight, 0);
  }

  /** Takes the tensor's weights. */
  public void load() {
    float[] values = new float[count()];
    MemorySegment.copy(memory(), ValueLayout.JAVA_FLOAT, 0, values, 0, values.length);
    layer.weights(values);
  }

  /** Puts the weights into the tensor. */
  public void store() {
    float[] values = new float[count()];
    layer.fold();
    layer.copyWeights(values);
    MemorySegment.copy(values, 0, memory(), ValueLayout.JAVA_FLOAT, 0, values.length);
  }

  private MemorySegment memory() {
    long bytes = (long) count() * Float.BYTES;
    return TensorMemory.of(weight.value()).asSlice(network * bytes, bytes);
  }

  private int count() {
    return layer.inputs() * layer.neurons();
  }
}
