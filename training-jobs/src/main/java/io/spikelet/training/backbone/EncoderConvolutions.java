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
 * Image to features: convolutions of stride 2 with neurons behind each, whatever the neurons are.
 *
 * <p>The image is shown unchanged at every time step (direct encoding), so the first convolution is
 * computed once. The stages are {@code encoder.0}, {@code encoder.1}, ...; see {@link StageNames}.
 */
public final class EncoderConvolutions {

  private final BackboneShape shape;
  private final List<Stage> stages = new ArrayList<>();

  /** Makes the convolutions with fresh weights from libtorch's generator. */
  public EncoderConvolutions(BackboneShape shape, StageNames names, Neurons.Factory neurons) {
    this.shape = shape;
    int in = shape.imageChannels();
    for (int out : shape.widths()) {
      String name = "encoder." + stages.size();
      stages.add(
          new Stage(
              Synapses.convolution(names.synapses(name), in, out, 2, true),
              neurons.create(names.neurons(name), out)));
      in = out;
    }
  }

  /** All parameters and running statistics. */
  public State state() {
    return State.join(stages.stream().map(Stage::state).toList());
  }

  List<Stage> stages() {
    return stages;
  }

  /**
   * The output of the last convolution's neurons.
   *
   * @param images {@code [N, C, H, W]}
   * @return {@code [T * N, C * 2 * 2]}, channel by channel
   */
  public Signal forward(Tensor images, int timeSteps, Mode mode) {
    Signal signal = Signal.constant(images, timeSteps);
    for (Stage stage : stages) {
      signal = stage.forward(signal, mode);
    }
    return flatten(signal);
  }

  /** {@code [rows, C, 2, 2]} to {@code [rows, C * 2 * 2]}, channel by channel. */
  Signal flatten(Signal signal) {
    Tensor values = signal.values();
    return signal.with(values.contiguous().view(values.size(0), shape.flattened()));
  }

  /**
   * Sets all gradients.
   *
   * @param gradient with respect to the output of {@link #forward}
   */
  public void backward(Tensor gradient) {
    int size = BackboneShape.INNERMOST;
    Tensor g = gradient.view(gradient.size(0), shape.widths().getLast(), size, size);
    for (int i = stages.size() - 1; i > 0; i--) {
      g = stages.get(i).backward(TensorMemory.channelsLast(g));
    }
    Stage first = stages.getFirst();
    first.synapses().backwardToWeights(first.neurons().backward(TensorMemory.channelsLast(g)));
  }
}
