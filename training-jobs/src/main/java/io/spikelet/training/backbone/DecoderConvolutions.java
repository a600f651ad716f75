package io.spikelet.training.backbone;

import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Neurons;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import io.spikelet.training.layer.TensorMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Features to what the image is made of: transposed convolutions that double the size, with neurons
 * behind each, whatever the neurons are, and a last convolution without neurons.
 *
 * <p>That convolution is linear, so the weighted sum over time that its output is read with is
 * taken in front of it, and it runs once. With one time step of weight 1 nothing is summed.
 *
 * <p>The stages are {@code decoder.0}, ..., {@code final_layer.0}; see {@link StageNames}.
 */
public final class DecoderConvolutions {

  private final BackboneShape shape;
  private final List<Stage> stages = new ArrayList<>();
  private final Stage last;
  private final Synapses output;

  /** Makes the convolutions with fresh weights from libtorch's generator. */
  public DecoderConvolutions(BackboneShape shape, StageNames names, Neurons.Factory neurons) {
    this.shape = shape;
    List<Integer> widths = shape.widths().reversed();
    for (int i = 0; i + 1 < widths.size(); i++) {
      stages.add(doubling("decoder." + i, widths.get(i), widths.get(i + 1), names, neurons));
    }
    int width = widths.getLast();
    this.last = doubling(StageNames.LAST_STAGE, width, width, names, neurons);
    this.output =
        Synapses.transposedConvolution(names.output(), width, shape.imageChannels(), 1, false);
  }

  private static Stage doubling(
      String name, int in, int out, StageNames names, Neurons.Factory neurons) {
    return new Stage(
        Synapses.transposedConvolution(names.synapses(name), in, out, 2, true),
        neurons.create(names.neurons(name), out));
  }

  /** All parameters and running statistics. */
  public State state() {
    List<State> parts = new ArrayList<>();
    stages.forEach(stage -> parts.add(stage.state()));
    parts.add(last.state());
    parts.add(output.state());
    return State.join(parts);
  }

  List<Stage> stages() {
    return stages;
  }

  Stage lastStage() {
    return last;
  }

  /**
   * The last convolution's output, summed over time.
   *
   * @param features {@code [T * N, C * 2 * 2]}, channel by channel
   * @param weights one factor per time step; their sum must be 1, since the convolution's bias is
   *     added once
   * @return {@code [N, C, H, W]}
   */
  public Tensor forward(Signal features, float[] weights, Mode mode) {
    Signal signal = unflatten(features);
    for (Stage stage : stages) {
      signal = stage.forward(signal, mode);
    }
    return output.forward(last.integrate(signal, weights, mode));
  }

  /** {@code [rows, C * 2 * 2]}, channel by channel, to {@code [rows, C, 2, 2]}. */
  Signal unflatten(Signal signal) {
    Tensor values = signal.values();
    int size = BackboneShape.INNERMOST;
    return signal.with(
        TensorMemory.channelsLast(
            values.view(values.size(0), shape.widths().getLast(), size, size)));
  }

  /**
   * Sets all gradients.
   *
   * @param gradient with respect to the output of {@link #forward}
   * @return with respect to the features, {@code [T * N, C * 2 * 2]}
   */
  public Tensor backward(Tensor gradient) {
    Tensor g = last.backward(output.backward(TensorMemory.channelsLast(gradient)));
    for (Stage stage : stages.reversed()) {
      g = stage.backward(g);
    }
    return g.contiguous().view(g.size(0), shape.flattened());
  }
}
