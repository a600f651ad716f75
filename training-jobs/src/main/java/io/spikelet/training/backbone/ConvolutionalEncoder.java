package io.spikelet.training.backbone;

import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Neurons;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import io.spikelet.training.layer.TensorMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Image to latent spikes: convolutions of stride 2, then a fully connected layer.
 *
 * <p>The image is shown unchanged at every time step (direct encoding), so the first convolution is
 * computed once. Parameters are named {@code encoder.0}, ..., {@code before_latent_layer}.
 */
public final class ConvolutionalEncoder {

  private final BackboneShape shape;
  private final List<Stage> stages = new ArrayList<>();
  private final Stage latent;

  /** Makes an encoder with fresh weights from libtorch's generator. */
  public ConvolutionalEncoder(BackboneShape shape, Neurons.Factory neurons) {
    this.shape = shape;
    int in = shape.imageChannels();
    for (int out : shape.widths()) {
      String name = "encoder." + stages.size();
      stages.add(
          new Stage(Synapses.convolution(name, in, out, 2, true), neurons.create(name, out)));
      in = out;
    }
    String name = "before_latent_layer";
    this.latent =
        new Stage(
            Synapses.dense(name, shape.flattened(), shape.latentSize(), true),
            neurons.create(name, shape.latentSize()));
  }

  /** All parameters and running statistics. */
  public State state() {
    List<State> parts = new ArrayList<>();
    stages.forEach(stage -> parts.add(stage.state()));
    parts.add(latent.state());
    return State.join(parts);
  }

  List<Stage> stages() {
    return stages;
  }

  Stage latentStage() {
    return latent;
  }

  /**
   * The latent neurons' spikes.
   *
   * @param images {@code [N, C, H, W]}
   * @return {@code [T * N, D]}
   */
  public Signal spikes(Tensor images, int timeSteps, Mode mode) {
    return latent.forward(features(images, timeSteps, mode), mode);
  }

  /**
   * The latent neurons' firing rates.
   *
   * @param images {@code [N, C, H, W]}
   * @return {@code [N, D]}, multiples of {@code 1/T} in [0, 1]
   */
  public Tensor rates(Tensor images, int timeSteps, Mode mode) {
    float[] weights = new float[timeSteps];
    Arrays.fill(weights, 1f / timeSteps);
    return latent.integrate(features(images, timeSteps, mode), weights, mode);
  }

  private Signal features(Tensor images, int timeSteps, Mode mode) {
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
   * @param gradient with respect to the output of {@link #spikes} or {@link #rates}
   */
  public void backward(Tensor gradient) {
    int size = BackboneShape.INNERMOST;
    Tensor g = latent.backward(gradient);
    g = g.view(g.size(0), shape.widths().getLast(), size, size);
    for (int i = stages.size() - 1; i > 0; i--) {
      g = stages.get(i).backward(channelsLast(g));
    }
    Stage first = stages.getFirst();
    first.synapses().backwardToWeights(first.neurons().backward(channelsLast(g)));
  }

  private static Tensor channelsLast(Tensor tensor) {
    return TensorMemory.channelsLast(tensor);
  }
}
