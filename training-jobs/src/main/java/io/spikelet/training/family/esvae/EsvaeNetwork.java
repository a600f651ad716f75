package io.spikelet.training.family.esvae;

import static org.bytedeco.pytorch.global.torch.addmm;
import static org.bytedeco.pytorch.global.torch.tanh_backward;

import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.backbone.ConvolutionalDecoder;
import io.spikelet.training.backbone.ConvolutionalEncoder;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.layer.LifParameters;
import io.spikelet.training.layer.MembraneReadout;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Neurons;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.PoissonSpikes;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.SpikingNeurons;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import io.spikelet.training.trainer.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The ESVAE network with its losses (sections III and IV of the paper).
 *
 * <pre>
 * posterior: image -&gt; encoder -&gt; rates r_q -&gt; z = [u &lt; r_q] -&gt; decoder -&gt; tanh -&gt; image
 * prior:     normal -&gt; linear, sigmoid -&gt; rates r_p -&gt; z = [u &lt; r_p] -&gt; decoder
 * loss = mean (reconstruction - image)^2 + mmdWeight * mmd(r_q, r_p)
 * </pre>
 *
 * All noise is passed in. Tensors made here belong to the caller's {@code PointerScope}.
 */
final class EsvaeNetwork {

  private final BackboneShape shape;
  private final ConvolutionalEncoder encoder;
  private final ConvolutionalDecoder decoder;
  private final Parameter sampleWeight;
  private final Parameter sampleBias;

  /** Noise of one batch. */
  record Noise(Tensor uniforms, Tensor priorNormals) {}

  /** The losses of a batch and what they were computed from. */
  record Outcome(
      double loss, double reconstructionLoss, double mmd, Tensor rates, Tensor reconstruction) {}

  EsvaeNetwork(BackboneShape shape) {
    Neurons.Factory neurons =
        (name, channels) -> new SpikingNeurons(name, channels, LifParameters.PUBLISHED, 1);
    this.shape = shape;
    this.encoder = new ConvolutionalEncoder(shape, neurons);
    this.decoder = new ConvolutionalDecoder(shape, neurons, MembraneReadout.PUBLISHED);
    Synapses sample =
        Synapses.dense("sample_layer.0", shape.latentSize(), shape.latentSize(), false);
    this.sampleWeight = bottleneck("sample_layer.0.weight", sample.weight());
    this.sampleBias = bottleneck("sample_layer.0.bias", sample.bias());
  }

  private static Parameter bottleneck(String name, Tensor value) {
    value.set_requires_grad(true);
    return new Parameter(name, value, Parameter.Group.BOTTLENECK);
  }

  BackboneShape shape() {
    return shape;
  }

  State state() {
    List<State> parts = new ArrayList<>(List.of(encoder.state(), decoder.state()));
    parts.add(new State(List.of(sampleWeight, sampleBias), List.of()));
    return State.join(parts);
  }

  /**
   * Goes on from the weights of a published package, into which normalisation is folded.
   *
   * @param folded named as in the package's layer table
   * @param images a batch that shows what currents are usual, {@code [N, C, H, W]}
   * @param uniforms {@code [T, N, D]}
   */
  void start(NamedWeights folded, Tensor images, Tensor uniforms) {
    Weights.copy(folded, state(), name -> name.replace("sample_layer.0", "sample_layer"));
    decoder.unfoldReadout();
    Tensor rates = encoder.rates(images, shape.timeSteps(), Mode.CALIBRATE);
    decoder.membrane(flat(PoissonSpikes.forward(rates, uniforms)), Mode.CALIBRATE).close();
  }

  /**
   * One forward and backward pass in training mode; sets all gradients.
   *
   * @param images {@code [N, C, H, W]} in [-1, 1]
   * @param noise uniforms {@code [T, N, D]}, which also say how many time steps to run, and normals
   *     {@code [N, D]}
   */
  Outcome step(Tensor images, Noise noise, double mmdWeight) {
    int timeSteps = Math.toIntExact(noise.uniforms().size(0));
    Tensor rates = encoder.rates(images, timeSteps, Mode.TRAIN);
    Tensor latent = PoissonSpikes.forward(rates, noise.uniforms());
    Tensor reconstruction = decoder.membrane(flat(latent), Mode.TRAIN).tanh();
    Tensor error = reconstruction.sub(images);
    double reconstructionLoss = error.square().mean().item_double();

    Tensor leaf = rates.detach().requires_grad_(true);
    Tensor mmd = RbfMmd.of(leaf, priorRates(noise.priorNormals()));
    clearBottleneck();
    mmd.mul(new Scalar(mmdWeight)).backward();

    Tensor gradient = tanh_backward(error.mul(new Scalar(2.0 / error.numel())), reconstruction);
    Tensor latentGradient = decoder.backward(gradient).view_as(latent);
    Tensor ratesGradient = PoissonSpikes.backward(latentGradient, rates, noise.uniforms());
    encoder.backward(ratesGradient.add(leaf.grad()));

    double loss = reconstructionLoss + mmdWeight * mmd.item_double();
    return new Outcome(loss, reconstructionLoss, mmd.item_double(), rates, reconstruction);
  }

  private void clearBottleneck() {
    sampleWeight.value().mutable_grad().reset();
    sampleBias.value().mutable_grad().reset();
  }

  /** Posterior firing rates {@code [N, D]} with the running statistics. */
  Tensor posteriorRates(Tensor images) {
    return encoder.rates(images, shape.timeSteps(), Mode.EVALUATE);
  }

  /** Prior firing rates {@code sigmoid(n W' + b)}, {@code [N, D]}, of normals {@code [N, D]}. */
  Tensor priorRates(Tensor normals) {
    return addmm(sampleBias.value(), normals, sampleWeight.value().t()).sigmoid();
  }

  /**
   * Images of latent spikes drawn with the given rates, with the running statistics.
   *
   * @param uniforms {@code [T, N, D]}
   * @return {@code [N, C, H, W]} in [-1, 1]
   */
  Tensor decode(Tensor rates, Tensor uniforms) {
    Tensor latent = PoissonSpikes.forward(rates.detach(), uniforms);
    return decoder.membrane(flat(latent), Mode.EVALUATE).tanh();
  }

  private Signal flat(Tensor latent) {
    return Signal.overTime(latent.view(-1, shape.latentSize()), Math.toIntExact(latent.size(0)));
  }
}
