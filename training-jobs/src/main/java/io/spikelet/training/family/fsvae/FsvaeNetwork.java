package io.spikelet.training.family.fsvae;

import static org.bytedeco.pytorch.global.torch.tanh_backward;

import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.backbone.ConvolutionalDecoder;
import io.spikelet.training.backbone.ConvolutionalEncoder;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.layer.LifParameters;
import io.spikelet.training.layer.MembraneReadout;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Neurons;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.SpikingNeurons;
import io.spikelet.training.layer.State;
import io.spikelet.training.trainer.Weights;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The FSVAE network with its losses (FSVAE, sections "proposed method" and "loss function").
 *
 * <pre>
 * posterior: image -&gt; encoder -&gt; x;  q[t] = posterior(x[..t], z[..t-1]);  z[t,d] = q[t,d,j(t,d)]
 * prior:     p[t] = prior(z[..t-1]);                                        z[t,d] = p[t,d,j(t,d)]
 * loss = mean (reconstruction - image)^2 + weight * distance(q, p)
 * </pre>
 *
 * j is uniform in {@code 0..k-1}. All noise is passed in. Tensors made here belong to the caller's
 * {@code PointerScope}.
 */
final class FsvaeNetwork {

  private final BackboneShape shape;
  private final ConvolutionalEncoder encoder;
  private final ConvolutionalDecoder decoder;
  private final Posterior posterior;
  private final Prior prior;

  /**
   * Noise of one batch.
   *
   * @param choices which alternative is picked, integers {@code [T, N, D]}; also says how many time
   *     steps to run
   * @param feedback what replaces the posterior's spikes in the prior's input
   */
  record Noise(Tensor choices, Prior.Feedback feedback) {}

  /** The losses of a batch and what they were computed from. */
  record Outcome(double loss, double reconstructionLoss, double distance, Tensor reconstruction) {}

  FsvaeNetwork(BackboneShape shape, int alternatives) {
    Neurons.Factory neurons =
        (name, channels) -> new SpikingNeurons(name, channels, LifParameters.PUBLISHED, 1);
    int latent = shape.latentSize();
    this.shape = shape;
    this.encoder = new ConvolutionalEncoder(shape, neurons);
    this.decoder = new ConvolutionalDecoder(shape, neurons, MembraneReadout.PUBLISHED);
    this.posterior =
        new Posterior(new Alternatives("posterior", 2 * latent, latent, alternatives), latent);
    this.prior = new Prior(new Alternatives("prior", latent, latent, alternatives));
  }

  BackboneShape shape() {
    return shape;
  }

  State state() {
    return State.join(List.of(encoder.state(), posterior.state(), prior.state(), decoder.state()));
  }

  /**
   * Goes on from the weights of a published package, into which normalisation is folded. Of another
   * family's package the layers of the same names are taken, encoder and decoder; posterior and
   * prior then begin afresh.
   *
   * @param folded named as in the package's layer table
   * @param images a batch that shows what currents are usual, {@code [N, C, H, W]}
   */
  void start(NamedWeights folded, Tensor images, Tensor choices) {
    Weights.copy(folded, state(), name -> name);
    decoder.unfoldReadout();
    Mode sampler = folded.has("posterior.layers.0.weight") ? Mode.CALIBRATE : Mode.TRAIN;
    int timeSteps = Math.toIntExact(choices.size(0));
    Tensor encoded = overTime(encoder.spikes(images, timeSteps, Mode.CALIBRATE));
    Tensor latent = posterior.draw(encoded, choices, sampler).spikes();
    prior.expect(latent, sampler);
    decoder.membrane(flat(latent), Mode.CALIBRATE);
  }

  /**
   * One forward and backward pass in training mode; sets all gradients.
   *
   * @param images {@code [N, C, H, W]} in [-1, 1]
   */
  Outcome step(Tensor images, Noise noise, LatentDistance distance) {
    Tensor choices = noise.choices();
    Tensor encoded = overTime(encoder.spikes(images, Math.toIntExact(choices.size(0)), Mode.TRAIN));
    Posterior.Sampled latent = posterior.draw(encoded, choices, Mode.TRAIN);
    Tensor reconstruction = decoder.membrane(flat(latent.spikes()), Mode.TRAIN).tanh();
    Tensor guess = prior.expect(latent.spikes(), noise.feedback(), Mode.TRAIN);

    Tensor q = latent.alternatives().detach().requires_grad_(true);
    Tensor p = guess.detach().requires_grad_(true);
    Tensor between = distance.between(q.mean(-1), p.mean(-1));
    between.mul(new Scalar(distance.weight())).backward();
    prior.backward(p.grad());

    Tensor error = reconstruction.sub(images);
    Tensor gradient = tanh_backward(error.mul(new Scalar(2.0 / error.numel())), reconstruction);
    Tensor latentGradient = decoder.backward(gradient).view_as(latent.spikes());
    Tensor encodedGradient = posterior.backward(latentGradient, q.grad(), choices);
    encoder.backward(encodedGradient.contiguous().view(-1, shape.latentSize()));

    double reconstructionLoss = error.square().mean().item_double();
    double distanceLoss = between.item_double();
    double loss = reconstructionLoss + distance.weight() * distanceLoss;
    return new Outcome(loss, reconstructionLoss, distanceLoss, reconstruction);
  }

  /** Latent spikes of images with the running statistics. */
  Posterior.Sampled posterior(Tensor images, Tensor choices) {
    int timeSteps = Math.toIntExact(choices.size(0));
    Tensor encoded = overTime(encoder.spikes(images, timeSteps, Mode.EVALUATE));
    return posterior.draw(encoded, choices, Mode.EVALUATE);
  }

  Prior prior() {
    return prior;
  }

  /** Images {@code [N, C, H, W]} in [-1, 1] of latent spikes, with the running statistics. */
  Tensor decode(Tensor latent) {
    return decoder.membrane(flat(latent.contiguous()), Mode.EVALUATE).tanh();
  }

  private Tensor overTime(Signal signal) {
    return signal.values().view(signal.timeSteps(), -1, shape.latentSize());
  }

  private Signal flat(Tensor latent) {
    return Signal.overTime(latent.view(-1, shape.latentSize()), Math.toIntExact(latent.size(0)));
  }
}
