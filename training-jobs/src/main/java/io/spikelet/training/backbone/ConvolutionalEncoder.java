package io.spikelet.training.backbone;

import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Neurons;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Image to latent spikes: {@link EncoderConvolutions}, then a fully connected layer with neurons,
 * {@code before_latent_layer}.
 */
public final class ConvolutionalEncoder {

  private final EncoderConvolutions convolutions;
  private final Stage latent;

  /** Makes an encoder with fresh weights from libtorch's generator. */
  public ConvolutionalEncoder(BackboneShape shape, Neurons.Factory neurons) {
    this.convolutions = new EncoderConvolutions(shape, StageNames.OF_STAGE, neurons);
    String name = "before_latent_layer";
    this.latent =
        new Stage(
            Synapses.dense(name, shape.flattened(), shape.latentSize(), true),
            neurons.create(name, shape.latentSize()));
  }

  /** All parameters and running statistics. */
  public State state() {
    return State.join(List.of(convolutions.state(), latent.state()));
  }

  EncoderConvolutions convolutions() {
    return convolutions;
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
    return latent.forward(convolutions.forward(images, timeSteps, mode), mode);
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
    return latent.integrate(convolutions.forward(images, timeSteps, mode), weights, mode);
  }

  /**
   * Sets all gradients.
   *
   * @param gradient with respect to the output of {@link #spikes} or {@link #rates}
   */
  public void backward(Tensor gradient) {
    convolutions.backward(latent.backward(gradient));
  }
}
