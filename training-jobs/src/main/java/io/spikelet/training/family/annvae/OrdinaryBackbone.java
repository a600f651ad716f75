package io.spikelet.training.family.annvae;

import static org.bytedeco.pytorch.global.torch.tanh_backward;

import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.backbone.DecoderConvolutions;
import io.spikelet.training.backbone.EncoderConvolutions;
import io.spikelet.training.backbone.StageNames;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.OrdinaryNeurons;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What the autoencoders here share: everything but the bottleneck.
 *
 * <pre>
 * image -&gt; convolutions -&gt; features          code -&gt; linear -&gt; transposed convolutions -&gt; tanh -&gt; image
 * </pre>
 *
 * Neurons are {@link OrdinaryNeurons}; {@code decoder_input} has neither normalisation nor neurons.
 */
final class OrdinaryBackbone {

  /** The readout over the one time step. */
  private static final float[] ONCE = {1};

  private final EncoderConvolutions encoder;
  private final Synapses input;
  private final DecoderConvolutions decoder;

  OrdinaryBackbone(BackboneShape shape) {
    this.encoder = new EncoderConvolutions(shape, StageNames.BY_PLACE, OrdinaryNeurons::new);
    this.input = Synapses.dense("decoder_input", shape.latentSize(), shape.flattened(), false);
    this.decoder = new DecoderConvolutions(shape, StageNames.BY_PLACE, OrdinaryNeurons::new);
  }

  State state() {
    return State.join(List.of(encoder.state(), input.state(), decoder.state()));
  }

  /**
   * The encoder's values in front of the bottleneck.
   *
   * @param images {@code [N, C, H, W]}
   * @return {@code [N, C * 2 * 2]}
   */
  Tensor features(Tensor images, Mode mode) {
    return encoder.forward(images, 1, mode).values();
  }

  /**
   * The image of a code.
   *
   * @param code {@code [N, D]}
   * @return {@code [N, C, H, W]} in [-1, 1]
   */
  Tensor image(Tensor code, Mode mode) {
    return decoder.forward(Signal.overTime(input.forward(code), 1), ONCE, mode).tanh();
  }

  /**
   * Sets the decoder's gradients.
   *
   * @param gradient with respect to the image
   * @param image what {@link #image} returned
   * @return with respect to the code
   */
  Tensor backwardToCode(Tensor gradient, Tensor image) {
    return input.backward(decoder.backward(tanh_backward(gradient, image)));
  }

  /**
   * Sets the encoder's gradients.
   *
   * @param gradient with respect to the features
   */
  void backwardToImages(Tensor gradient) {
    encoder.backward(gradient);
  }
}
