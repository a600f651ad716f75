package io.spikelet.training.backbone;

import io.spikelet.training.layer.MembraneReadout;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Neurons;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Latent spikes to the membrane potential of the image, whose tanh is the image.
 *
 * <p>A fully connected layer with neurons, {@code decoder_input}, then {@link DecoderConvolutions},
 * whose last convolution a {@link MembraneReadout} sums over time. Since that convolution is
 * linear, the spikes in front of it are summed over time first and it runs once:
 *
 * <pre>sum over t of c[t] * (W s[t] + b) = C * (W (sum over t of (c[t]/C) * s[t]) + b),  C = sum c
 * </pre>
 *
 * With fewer time steps than the shape's the gain C stays that of the shape, so that the image
 * keeps its contrast.
 */
public final class ConvolutionalDecoder {

  private final Stage input;
  private final DecoderConvolutions convolutions;
  private final MembraneReadout readout;
  private final float gain;

  /** Makes a decoder with fresh weights from libtorch's generator. */
  public ConvolutionalDecoder(
      BackboneShape shape, Neurons.Factory neurons, MembraneReadout readout) {
    String name = "decoder_input";
    this.input =
        new Stage(
            Synapses.dense(name, shape.latentSize(), shape.flattened(), true),
            neurons.create(name, shape.flattened()));
    this.convolutions = new DecoderConvolutions(shape, StageNames.OF_STAGE, neurons);
    this.readout = readout;
    this.gain = readout.gain(shape.timeSteps());
  }

  /** All parameters and running statistics. */
  public State state() {
    return State.join(List.of(input.state(), convolutions.state()));
  }

  Stage inputStage() {
    return input;
  }

  DecoderConvolutions convolutions() {
    return convolutions;
  }

  /**
   * Membrane potential of the image at the last time step, before the tanh.
   *
   * @param latent latent spikes, {@code [T * N, D]}
   * @return {@code [N, C, H, W]}
   */
  public Tensor membrane(Signal latent, Mode mode) {
    float[] weights = readout.shares(latent.timeSteps());
    return convolutions.forward(input.forward(latent, mode), weights, mode).mul(new Scalar(gain));
  }

  /**
   * After weights were copied from a package: its last bias has the sum of the readout's
   * coefficients folded in, which this decoder multiplies with itself.
   */
  public void unfoldReadout() {
    for (Parameter parameter : state().parameters()) {
      if (parameter.name().equals("final_layer.1.bias")) {
        parameter.value().div_(new Scalar(gain));
      }
    }
  }

  /**
   * Sets all gradients.
   *
   * @param gradient with respect to the output of {@link #membrane}
   * @return with respect to the latent spikes, {@code [T * N, D]}
   */
  public Tensor backward(Tensor gradient) {
    return input.backward(convolutions.backward(gradient.mul(new Scalar(gain))));
  }
}
