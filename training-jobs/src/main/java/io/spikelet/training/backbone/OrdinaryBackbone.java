package io.spikelet.training.backbone;

import static org.bytedeco.pytorch.global.torch.tanh_backward;

import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.OrdinaryNeurons;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What ordinary convolutional autoencoders share: everything but the bottleneck.
 *
 * <pre>
 * image -&gt; convolutions -&gt; features          code -&gt; linear -&gt; transposed convolutions -&gt; tanh -&gt; image
 * </pre>
 *
 * Neurons are {@link OrdinaryNeurons}; {@code decoder_input} has neither normalisation nor neurons.
 */
public final class OrdinaryBackbone {

  /** The readout over the one time step. */
  private static final float[] ONCE = {1};

  private final EncoderConvolutions encoder;
  private final Synapses input;
  private final DecoderConvolutions decoder;

  /** A backbone with fresh weights; the shape's time steps do not matter. */
  public OrdinaryBackbone(BackboneShape shape) {
    this.encoder = new EncoderConvolutions(shape, StageNames.BY_PLACE, OrdinaryNeurons::new);
    this.input = Synapses.dense("decoder_input", shape.latentSize(), shape.flattened(), false);
    this.decoder = new DecoderConvolutions(shape, StageNames.BY_PLACE, OrdinaryNeurons::new);
  }

  /** All tensors that are kept between steps. */
  public State state() {
    return State.join(List.of(encoder.state(), input.state(), decoder.state()));
  }

  /**
   * The encoder's values in front of the bottleneck.
   *
   * @param images {@code [N, C, H, W]}
   * @return {@code [N, C * 2 * 2]}
   */
  public Tensor features(Tensor images, Mode mode) {
    return encoder.forward(images, 1, mode).values();
  }

  /**
   * The image of a code.
   *
   * @param code {@code [N, D]}
   * @return {@code [N, C, H, W]} in [-1, 1]
   */
  public Tensor image(Tensor code, Mode mode) {
    return decoder.forward(Signal.overTime(input.forward(code), 1), ONCE, mode).tanh();
  }

  /**
   * Sets the decoder's gradients.
   *
   * @param gradient with respect to the image
   * @param image what {@link #image} returned
   * @return with respect to the code
   */
  public Tensor backwardToCode(Tensor gradient, Tensor image) {
    return input.backward(decoder.backward(tanh_backward(gradient, image)));
  }

  /**
   * Sets the encoder's gradients.
   *
   * @param gradient with respect to the features
   */
  public void backwardToImages(Tensor gradient) {
    encoder.backward(gradient);
  }
}
