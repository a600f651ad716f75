package io.spikelet.training.layer;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * All tensors that a network keeps between steps.
 *
 * @param parameters trained by the optimiser
 * @param buffers running statistics: saved, not trained
 */
public record State(List<Parameter> parameters, List<Buffer> buffers) {

  /** A named tensor that no optimiser touches. */
  public record Buffer(String name, Tensor value) {}

  public State {
    parameters = List.copyOf(parameters);
    buffers = List.copyOf(buffers);
  }

  /** The tensors of several parts, in order. */
  public static State join(List<State> parts) {
    List<Parameter> parameters = new ArrayList<>();
    List<Buffer> buffers = new ArrayList<>();
    for (State part : parts) {
      parameters.addAll(part.parameters);
      buffers.addAll(part.buffers);
    }
    return new State(parameters, buffers);
  }

  /** Keeps the tensors alive beyond the {@code PointerScope} in which they were made. */
  public void retain() {
    parameters.forEach(parameter -> parameter.value().retainReference());
    buffers.forEach(buffer -> buffer.value().retainReference());
  }

  /** Frees retained tensors. */
  public void release() {
    parameters.forEach(parameter -> parameter.value().releaseReference());
    buffers.forEach(buffer -> buffer.value().releaseReference());
  }
}
