package io.spikelet.training.backbone;

import io.spikelet.training.layer.MembraneReadout;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Neurons;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import io.spikelet.training.layer.TensorMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Latent spikes to the membrane potential of the image, whose tanh is the image.
 *
 * <p>A fully connected layer, transposed convolutions that double the size, and a last convolution
 * without neurons that a {@link MembraneReadout} sums over time. Since that convolution is linear,
 * the spikes in front of it are summed over time first and it runs once:
 *
 * <pre>sum over t of c[t] * (W s[t] + b) = C * (W (sum over t of (c[t]/C) * s[t]) + b),  C = sum c
 * </pre>
 *
 * With fewer time steps than the shape's the gain C stays that of the shape, so that the image
 * keeps its contrast.
 *
 * <p>Parameters are named {@code decoder_input}, {@code decoder.0}, ..., {@code final_layer.0},
 * {@code final_layer.1}.
 */
public final class ConvolutionalDecoder {

  private final BackboneShape shape;
  private final Stage input;
  private final List<Stage> stages = new ArrayList<>();
  private final Stage last;
  private final Synapses output;
  private final MembraneReadout readout;
  private final float gain;

  /** Makes a decoder with fresh weights from libtorch's generator. */
  public ConvolutionalDecoder(
      BackboneShape shape, Neurons.Factory neurons, MembraneReadout readout) {
    this.shape = shape;
    this.input =
        new Stage(
            Synapses.dense("decoder_input", shape.latentSize(), shape.flattened(), true),
            neurons.create("decoder_input", shape.flattened()));
    List<Integer> widths = shape.widths().reversed();
    for (int i = 0; i + 1 < widths.size(); i++) {
      stages.add(doubling("decoder." + i, widths.get(i), widths.get(i + 1), neurons));
    }
    this.last = doubling("final_layer.0", widths.getLast(), widths.getLast(), neurons);
    int channels = shape.imageChannels();
    this.output =
        Synapses.transposedConvolution("final_layer.1", widths.getLast(), channels, 1, false);
    this.readout = readout;
    this.gain = sum(readout.coefficients(shape.timeSteps()));
  }

  private static Stage doubling(String name, int in, int out, Neurons.Factory neurons) {
    return new Stage(
        Synapses.transposedConvolution(name, in, out, 2, true), neurons.create(name, out));
  }

  private static float sum(float[] coefficients) {
    float sum = 0;
    for (float coefficient : coefficients) {
      sum += coefficient;
    }
    return sum;
  }

  /** All parameters and running statistics. */
  public State state() {
    List<State> parts = new ArrayList<>();
    parts.add(input.state());
    stages.forEach(stage -> parts.add(stage.state()));
    parts.add(last.state());
    parts.add(output.state());
    return State.join(parts);
  }

  Stage inputStage() {
    return input;
  }

  List<Stage> stages() {
    return stages;
  }

  Stage lastStage() {
    return last;
  }

  /**
   * Membrane potential of the image at the last time step, before the tanh.
   *
   * @param latent latent spikes, {@code [T * N, D]}
   * @return {@code [N, C, H, W]}
   */
  public Tensor membrane(Signal latent, Mode mode) {
    Signal signal = unflatten(input.forward(latent, mode));
    for (Stage stage : stages) {
      signal = stage.forward(signal, mode);
    }
    return readOut(last.integrate(signal, readoutWeights(latent.timeSteps()), mode));
  }

  /** The factor that the readout gives the last convolution: the sum of its coefficients. */
  public float readoutGain() {
    return gain;
  }

  /** The last convolution, applied to the spikes' normalised leaky sum. */
  Tensor readOut(Tensor leakySum) {
    return output.forward(leakySum).mul(new Scalar(gain));
  }

  /** The readout's coefficients, scaled to a sum of 1. */
  float[] readoutWeights(int timeSteps) {
    float[] weights = readout.coefficients(timeSteps);
    float sum = sum(weights);
    for (int t = 0; t < weights.length; t++) {
      weights[t] /= sum;
    }
    return weights;
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
   * @param gradient with respect to the output of {@link #membrane}
   * @return with respect to the latent spikes, {@code [T * N, D]}
   */
  public Tensor backward(Tensor gradient) {
    Tensor g = output.backward(TensorMemory.channelsLast(gradient.mul(new Scalar(gain))));
    g = last.backward(g);
    for (Stage stage : stages.reversed()) {
      g = stage.backward(g);
    }
    return input.backward(g.contiguous().view(g.size(0), shape.flattened()));
  }
}
