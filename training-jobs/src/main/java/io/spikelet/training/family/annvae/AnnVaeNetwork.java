package io.spikelet.training.family.annvae;

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
 * The ordinary variational autoencoder with its losses (Kingma and Welling, "Auto-encoding
 * variational Bayes", ICLR 2014; sizes and weights as in FSVAE's comparison).
 *
 * <pre>
 * image -&gt; features h,  mean = W1 h + b1,  log variance v = W2 h + b2
 * z = mean + exp(v / 2) * noise,  reconstruction = decoder(z)
 * loss = mean (reconstruction - image)^2 + kldWeight * kld
 * kld = mean over images of -1/2 sum over d of (1 + v - mean^2 - exp(v))
 * </pre>
 *
 * The prior is standard normal. All noise is passed in. Tensors made here belong to the caller's
 * {@code PointerScope}.
 */
final class AnnVaeNetwork {

  private final OrdinaryBackbone backbone;
  private final Synapses mean;
  private final Synapses logVariance;

  /** A normal distribution of the latent code for each image, {@code [N, D]} each. */
  record Posterior(Tensor mean, Tensor logVariance) {

    Tensor deviation() {
      return logVariance.mul(new Scalar(0.5)).exp();
    }

    Tensor sample(Tensor noise) {
      return mean.add(deviation().mul(noise));
    }

    /** Divergence from the standard normal, the mean over images. */
    double divergence() {
      Tensor terms = logVariance.add(new Scalar(1.0)).sub(mean.square()).sub(logVariance.exp());
      return -0.5 * terms.sum().item_double() / mean.size(0);
    }
  }

  /** The losses of a batch and what they were computed from. */
  record Outcome(
      double loss,
      double reconstructionLoss,
      double divergence,
      Posterior posterior,
      Tensor reconstruction) {}

  AnnVaeNetwork(BackboneShape shape) {
    this.backbone = new OrdinaryBackbone(shape);
    this.mean = head("mean_layer", shape);
    this.logVariance = head("log_variance_layer", shape);
  }

  private static Synapses head(String name, BackboneShape shape) {
    return Synapses.dense(name, shape.flattened(), shape.latentSize(), false);
  }

  State state() {
    return State.join(List.of(backbone.state(), mean.state(), logVariance.state()));
  }

  /**
   * Goes on from the weights of a published package, into which normalisation is folded.
   *
   * @param folded named as in the package's layer table
   * @param images a batch that shows what values are usual, {@code [N, C, H, W]}
   * @param noise normals {@code [N, D]}
   */
  void start(NamedWeights folded, Tensor images, Tensor noise) {
    Weights.copy(folded, state(), name -> name);
    backbone.image(posterior(images, Mode.CALIBRATE).sample(noise), Mode.CALIBRATE).close();
  }

  /**
   * One forward and backward pass in training mode; sets all gradients.
   *
   * @param images {@code [N, C, H, W]} in [-1, 1]
   * @param noise normals {@code [N, D]}
   */
  Outcome step(Tensor images, Tensor noise, double kldWeight) {
    Posterior posterior = posterior(images, Mode.TRAIN);
    Tensor reconstruction = backbone.image(posterior.sample(noise), Mode.TRAIN);
    Tensor error = reconstruction.sub(images);
    Tensor gradient = error.mul(new Scalar(2.0 / error.numel()));
    backward(posterior, noise, backbone.backwardToCode(gradient, reconstruction), kldWeight);

    double reconstructionLoss = error.square().mean().item_double();
    double divergence = posterior.divergence();
    double loss = reconstructionLoss + kldWeight * divergence;
    return new Outcome(loss, reconstructionLoss, divergence, posterior, reconstruction);
  }

  /** From the code to the images: {@code dz/dmean = 1}, {@code dz/dv = exp(v / 2) * noise / 2}. */
  private void backward(Posterior posterior, Tensor noise, Tensor codeGradient, double kldWeight) {
    double share = kldWeight / noise.size(0);
    Tensor meanGradient = codeGradient.add(posterior.mean().mul(new Scalar(share)));
    Tensor excess = posterior.logVariance().exp().sub(new Scalar(1.0));
    Tensor drawn = codeGradient.mul(posterior.deviation()).mul(noise);
    Tensor logVarianceGradient = drawn.add(excess.mul(new Scalar(share))).mul(new Scalar(0.5));
    backbone.backwardToImages(
        mean.backward(meanGradient).add(logVariance.backward(logVarianceGradient)));
  }

  /** The latent code's distribution with the running statistics. */
  Posterior posterior(Tensor images) {
    return posterior(images, Mode.EVALUATE);
  }

  private Posterior posterior(Tensor images, Mode mode) {
    Tensor features = backbone.features(images, mode);
    return new Posterior(mean.forward(features), logVariance.forward(features));
  }

  /**
   * Images of latent codes, with the running statistics.
   *
   * @param code {@code [N, D]}
   * @return {@code [N, C, H, W]} in [-1, 1]
   */
  Tensor decode(Tensor code) {
    return backbone.image(code, Mode.EVALUATE);
  }
}
