package io.spikelet.training.family.frechetautoencoder;

import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.backbone.OrdinaryBackbone;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import io.spikelet.training.trainer.Weights;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An ordinary autoencoder without sampling, whose code is the feature vector of the Frechet
 * autoencoder distance (FSVAE, section on evaluation; sizes as in the published code).
 *
 * <pre>
 * features = W (convolutions of the image) + b            (latent_layer)
 * reconstruction = decoder(features)
 * loss = mean (reconstruction - image)^2
 * </pre>
 *
 * Tensors made here belong to the caller's {@code PointerScope}.
 */
final class FrechetAutoencoderNetwork {

  private final OrdinaryBackbone backbone;
  private final Synapses latent;

  /** The loss of a batch and what it was computed from. */
  record Outcome(double loss, Tensor features, Tensor reconstruction) {}

  FrechetAutoencoderNetwork(BackboneShape shape) {
    this.backbone = new OrdinaryBackbone(shape);
    this.latent = Synapses.dense("latent_layer", shape.flattened(), shape.latentSize(), false);
  }

  State state() {
    return State.join(List.of(backbone.state(), latent.state()));
  }

  /**
   * Goes on from the weights of a published package, into which normalisation is folded.
   *
   * @param folded named as in the package's layer table
   * @param images a batch that shows what values are usual, {@code [N, C, H, W]}
   */
  void start(NamedWeights folded, Tensor images) {
    Weights.copy(folded, state(), name -> name);
    backbone.image(features(images, Mode.CALIBRATE), Mode.CALIBRATE);
  }

  /**
   * One forward and backward pass in training mode; sets all gradients.
   *
   * @param images {@code [N, C, H, W]} in [-1, 1]
   */
  Outcome step(Tensor images) {
    Tensor features = features(images, Mode.TRAIN);
    Tensor reconstruction = backbone.image(features, Mode.TRAIN);
    Tensor error = reconstruction.sub(images);
    Tensor gradient = error.mul(new Scalar(2.0 / error.numel()));
    backbone.backwardToImages(latent.backward(backbone.backwardToCode(gradient, reconstruction)));
    return new Outcome(error.square().mean().item_double(), features, reconstruction);
  }

  /**
   * The features of images.
   *
   * @param images {@code [N, C, H, W]} in [-1, 1]
   * @param mode whose statistics normalise: with {@link Mode#TRAIN} those of this batch, as the
   *     published distance has it
   * @return {@code [N, L]}
   */
  Tensor features(Tensor images, Mode mode) {
    return latent.forward(backbone.features(images, mode));
  }

  /** Images of features, with the running statistics. */
  Tensor decode(Tensor features) {
    return backbone.image(features, Mode.EVALUATE);
  }
}
