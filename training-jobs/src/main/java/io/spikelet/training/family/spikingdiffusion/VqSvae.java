package io.spikelet.training.family.spikingdiffusion;

import static org.bytedeco.pytorch.global.torch.mse_loss;
import static org.bytedeco.pytorch.global.torch.tanh_backward;

import io.spikelet.training.backbone.Stage;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.layer.LifParameters;
import io.spikelet.training.layer.MembraneReadout;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.PostsynapticPotential;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.SpikingNeurons;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * The vector-quantised spiking autoencoder (Spiking-Diffusion, sections "VQ-SVAE" and "ASG").
 *
 * <pre>
 * image -&gt; encoder -&gt; spikes z -&gt; feature f -&gt; nearest codebook vector e -&gt; generator -&gt; spikes g
 *       -&gt; decoder -&gt; tanh(leaky sum over time)
 * loss = mean (e - sg(f))^2 + 0.25 mean (f - sg(e))^2
 *      + mean (psp(g) - psp(sg(z)))^2 + 0.25 mean (psp(sg(g)) - psp(z))^2
 *      + mean (reconstruction - image)^2 / variance of the data
 * </pre>
 *
 * sg stops the gradient. The gradient of e goes straight to f (published code; the paper lets that
 * of g go straight to z). The generator is the adaptive spike generator: a layer of neurons that
 * sees the vectors, unchanged, at every time step.
 *
 * <p>Tensors made here belong to the caller's {@code PointerScope}.
 */
final class VqSvae {

  private static final double COMMITMENT = 0.25;

  private final VqSvaeShape shape;
  private final List<Stage> encoder = new ArrayList<>();
  private final SpikeFeature feature;
  private final Codebook codebook;
  private final Stage generator;
  private final List<Stage> decoder = new ArrayList<>();
  private final Synapses output;

  /** The losses of a batch; the last three add up to the first, the quantisation as it is. */
  record Outcome(
      double loss,
      double quantisation,
      double scaledError,
      double error,
      Tensor feature,
      Tensor codes) {}

  /** Makes a network with fresh weights from libtorch's generator. */
  VqSvae(VqSvaeShape shape, SpikeFeature.Temporal temporal) {
    this.shape = shape;
    int outer = shape.widths().getFirst();
    int inner = shape.widths().getLast();
    int code = shape.codeSize();
    encoder.add(
        stage(
            Synapses.convolution("encoder.0", shape.imageChannels(), outer, 2, true),
            outer,
            "encoder.0"));
    encoder.add(
        stage(Synapses.convolution("encoder.1", outer, inner, 2, true), inner, "encoder.1"));
    encoder.add(stage(Synapses.pointwise("encoder.2", inner, code, true), code, "encoder.2"));
    this.feature = new SpikeFeature(temporal);
    this.codebook = new Codebook(shape.codes(), code);
    this.generator = stage(Synapses.pointwise("generator", code, code, true), code, "generator");
    decoder.add(
        stage(
            Synapses.transposedConvolution("decoder.0", code, inner, 2, true), inner, "decoder.0"));
    decoder.add(
        stage(
            Synapses.transposedConvolution("decoder.1", inner, outer, 2, true),
            outer,
            "decoder.1"));
    this.output =
        Synapses.transposedConvolution("decoder.2", outer, shape.imageChannels(), 1, false);
  }

  private static Stage stage(Synapses synapses, int channels, String name) {
    return new Stage(
        synapses, new SpikingNeurons(name, channels, LifParameters.SPIKING_DIFFUSION, 1));
  }

  VqSvaeShape shape() {
    return shape;
  }

  SpikeFeature feature() {
    return feature;
  }

  Codebook codebook() {
    return codebook;
  }

  List<Stage> encoder() {
    return encoder;
  }

  List<Stage> decoder() {
    return decoder;
  }

  State state() {
    List<State> parts = new ArrayList<>();
    encoder.forEach(stage -> parts.add(stage.state()));
    parts.add(new State(List.of(feature.mix()), List.of()));
    parts.add(codebook.state());
    parts.add(generator.state());
    decoder.forEach(stage -> parts.add(stage.state()));
    parts.add(output.state());
    return State.join(parts);
  }

  /**
   * The encoder's spikes.
   *
   * @param images {@code [N, C, H, W]} in [-0.5, 0.5]
   * @return {@code [T * N, C, H, W]}
   */
  Signal encode(Tensor images, Mode mode) {
    Signal signal = Signal.constant(images, shape.timeSteps());
    for (Stage stage : encoder) {
      signal = stage.forward(signal, mode);
    }
    return signal;
  }

  /** The code map of images, {@code [N, H, W]}, with the running statistics. */
  Tensor codes(Tensor images) {
    return codebook.nearest(feature(encode(images, Mode.EVALUATE)));
  }

  /** The feature of the encoder's spikes, {@code [N, C, H, W]}. */
  Tensor feature(Signal spikes) {
    return feature.of(overTime(spikes), feature.mix().value());
  }

  /**
   * The generator's spikes for a code map.
   *
   * @param codes {@code [N, H, W]}
   * @return {@code [T * N, C, H, W]}
   */
  Signal generate(Tensor codes, Mode mode) {
    return spikes(Codebook.lookUp(codebook.vectors().value(), codes), mode);
  }

  private Signal spikes(Tensor vectors, Mode mode) {
    Tensor dense = TensorMemory.channelsLast(vectors.detach());
    return generator.forward(Signal.constant(dense, shape.timeSteps()), mode);
  }

  /** Images {@code [N, C, H, W]} of the generator's spikes, before they are cut to their range. */
  Tensor decode(Signal spikes, Mode mode) {
    Signal signal = decoder.getFirst().forward(spikes, mode);
    float[] weights = MembraneReadout.PUBLISHED.shares(shape.timeSteps());
    Tensor summed = decoder.getLast().integrate(signal, weights, mode);
    return output.forward(summed).mul(new Scalar(gain())).tanh();
  }

  /**
   * Goes on from the weights of a published package, into which normalisation is folded.
   *
   * @param folded named as in the package's layer table
   * @param images a batch that shows what currents are usual, {@code [N, C, H, W]}
   */
  void start(NamedWeights folded, Tensor images) {
    Weights.copy(folded, state(), name -> name);
    feature.becomes(folded.get("quantiser.feature.weight").data());
    output.bias().div_(new Scalar(gain()));
    Tensor products = tensor(folded.get("quantiser.codebook.weight"));
    codebook
        .vectors()
        .value()
        .copy_(products.view_as(codebook.vectors().value()).div(new Scalar(-2)));
    Signal spikes = encode(images, Mode.CALIBRATE);
    decode(generate(codebook.nearest(feature(spikes)), Mode.CALIBRATE), Mode.CALIBRATE);
  }

  private static Tensor tensor(NamedWeights.WeightArray array) {
    return TensorMemory.tensor(array.data(), array.shape());
  }

  /** What the code map of images decodes to, with the running statistics. */
  Tensor reconstruct(Tensor images) {
    return decode(generate(codes(images), Mode.EVALUATE), Mode.EVALUATE);
  }

  /**
   * One forward and backward pass in training mode; sets all gradients.
   *
   * @param images {@code [N, C, H, W]} in [-0.5, 0.5]
   * @param variance of the data's values
   */
  Outcome step(Tensor images, double variance) {
    Tensor z = overTime(encode(images, Mode.TRAIN)).detach().requires_grad_(true);
    Tensor a = feature.mix().value().detach().requires_grad_(true);
    Tensor table = codebook.vectors().value().detach().requires_grad_(true);
    Tensor f = feature.of(z, a);
    Tensor codes = codebook.nearest(f);
    Tensor e = Codebook.lookUp(table, codes);
    Signal generated = spikes(e, Mode.TRAIN);
    Tensor g = overTime(generated).detach().requires_grad_(true);

    Tensor quantisation = twoSided(e, f).add(twoSided(potential(g), potential(z)));
    Tensor reconstruction = decode(generated, Mode.TRAIN);
    Tensor error = reconstruction.sub(images);
    Tensor drawn = decodeBackward(error, reconstruction, 2 / (error.numel() * variance));

    backward(quantisation, new Tensor(), true);
    Tensor spikeGradient = flat(g.grad()).add(drawn);
    backward(f, generator.backward(TensorMemory.channelsLast(spikeGradient)), false);
    encodeBackward(flat(z.grad()));
    feature.mix().gradient(a.grad());
    codebook.vectors().gradient(table.grad());

    double squared = error.square().mean().item_double();
    double distance = quantisation.item_double();
    return new Outcome(
        distance + squared / variance, distance, squared / variance, squared, f.detach(), codes);
  }

  private static void backward(Tensor of, Tensor gradient, boolean again) {
    of.backward(gradient, new BoolOptional(again), false, new TensorArrayRefOptional());
  }

  /** {@code mean (x - sg(y))^2 + 0.25 mean (sg(x) - y)^2}. */
  private static Tensor twoSided(Tensor x, Tensor y) {
    return mse_loss(x, y.detach()).add(mse_loss(y, x.detach()).mul(new Scalar(COMMITMENT)));
  }

  private static Tensor potential(Tensor spikes) {
    return PostsynapticPotential.PUBLISHED.filter(spikes);
  }

  private Tensor decodeBackward(Tensor error, Tensor reconstruction, double factor) {
    Tensor membrane = tanh_backward(error.mul(new Scalar(factor)), reconstruction);
    Tensor summed = output.backward(TensorMemory.channelsLast(membrane.mul(new Scalar(gain()))));
    return decoder.getFirst().backward(decoder.getLast().backward(summed));
  }

  private void encodeBackward(Tensor gradient) {
    Tensor g = gradient;
    for (int i = encoder.size() - 1; i > 0; i--) {
      g = encoder.get(i).backward(TensorMemory.channelsLast(g));
    }
    Stage first = encoder.getFirst();
    first.synapses().backwardToWeights(first.neurons().backward(TensorMemory.channelsLast(g)));
  }

  private float gain() {
    return MembraneReadout.PUBLISHED.gain(shape.timeSteps());
  }

  private Tensor overTime(Signal signal) {
    Tensor values = signal.values();
    return values.view(signal.timeSteps(), -1, values.size(1), values.size(2), values.size(3));
  }

  private static Tensor flat(Tensor overTime) {
    return overTime.flatten(0, 1);
  }
}
