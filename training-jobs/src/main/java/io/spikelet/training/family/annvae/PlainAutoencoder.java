package io.spikelet.training.family.annvae;

import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The autoencoder without sampling, whose code is the feature vector of the Frechet autoencoder
 * distance (FSVAE, section on evaluation).
 *
 * <pre>
 * features = W (convolutions of the image) + b            (latent_layer)
 * loss = mean (reconstruction - image)^2
 * </pre>
 */
final class PlainAutoencoder {

  private final OrdinaryBackbone backbone;
  private final Synapses latent;

  /** The loss of a batch and what it was computed from. */
  record Outcome(double loss, Tensor features, Tensor reconstruction) {}

  PlainAutoencoder(BackboneShape shape) {
    this.backbone = new OrdinaryBackbone(shape);
    this.latent = Synapses.dense("latent_layer", shape.flattened(), shape.latentSize(), false);
  }

  State state() {
    return State.join(List.of(backbone.state(), latent.state()));
  }

  /** One forward and backward pass in training mode; sets all gradients. */
  Outcome step(Tensor images) {
    Tensor features = features(images, Mode.TRAIN);
    Tensor reconstruction = backbone.image(features, Mode.TRAIN);
    Tensor error = reconstruction.sub(images);
    Tensor gradient = error.mul(new Scalar(2.0 / error.numel()));
    backbone.backwardToImages(latent.backward(backbone.backwardToCode(gradient, reconstruction)));
    return new Outcome(error.square().mean().item_double(), features, reconstruction);
  }

  /** The code of images, {@code [N, D]}. */
  Tensor features(Tensor images, Mode mode) {
    return latent.forward(backbone.features(images, mode));
  }

  /** Images of codes, with the running statistics. */
  Tensor decode(Tensor features) {
    return backbone.image(features, Mode.EVALUATE);
  }
}
