package io.spikelet.training.family.anngan;

import static org.bytedeco.pytorch.global.torch.softplus;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * K generators and their K discriminators, one pair a label, and what each minimises.
 *
 * <pre>
 * G: noise [100] -&gt; generator.0, 400 ReLU -&gt; generator.1, 784 tanh: image in [-1, 1]
 * D: image [784] -&gt; discriminator.0, 400 ReLU -&gt; discriminator.1, 1 sigmoid: how real it looks
 *
 * discriminator's loss = -mean ln D(real) - mean ln (1 - D(G(noise)))
 * generator's loss     = -mean ln D(G(noise))
 * </pre>
 *
 * The generator's loss is the one that does not saturate (Goodfellow et al., "Generative
 * adversarial nets", NIPS 2014, section 3). With l the sum before the sigmoid, {@code -ln D =
 * softplus(-l)} and {@code -ln (1 - D) = softplus(l)}, which cannot overflow. Tensors made here
 * belong to the caller's {@code PointerScope}.
 *
 * <p>Source: Spiking-GAN, the ANN GAN that it is compared with: one pair a digit, sizes and
 * functions. Losses and biases are not stated there.
 */
final class AnnGanNetwork {

  private final Generator generator;
  private final StackedDense features;
  private final StackedDense judgement;

  /**
   * The generators.
   *
   * @param hidden {@code generator.0}
   * @param output {@code generator.1}
   */
  record Generator(StackedDense hidden, StackedDense output) {

    static final String HIDDEN = "generator.0";
    static final String OUTPUT = "generator.1";

    /**
     * Images of noise.
     *
     * @param noise {@code [K, rows, latentSize]}
     * @return {@code [K, rows, pixels]} in [-1, 1]
     */
    Tensor images(Tensor noise) {
      return output.forward(hidden.forward(noise).relu()).tanh();
    }

    State state() {
      return new State(joined(hidden.parameters(HIDDEN), output.parameters(OUTPUT)), List.of());
    }
  }

  /**
   * Fresh weights, drawn from libtorch's generator: seed that first.
   *
   * @param labels K
   * @param pixels values of an image
   */
  AnnGanNetwork(int labels, int latentSize, int hiddenSize, int pixels) {
    this(
        new Generator(
            StackedDense.create(labels, latentSize, hiddenSize),
            StackedDense.create(labels, hiddenSize, pixels)),
        StackedDense.create(labels, pixels, hiddenSize),
        StackedDense.create(labels, hiddenSize, 1));
  }

  /** Networks of given layers. */
  AnnGanNetwork(Generator generator, StackedDense features, StackedDense judgement) {
    this.generator = generator;
    this.features = features;
    this.judgement = judgement;
  }

  Generator generator() {
    return generator;
  }

  /** Weights and biases of the discriminators. */
  State discriminator() {
    return new State(
        joined(features.parameters("discriminator.0"), judgement.parameters("discriminator.1")),
        List.of());
  }

  private static List<Parameter> joined(List<Parameter> first, List<Parameter> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** The sums before the discriminators' sigmoid, {@code [K, rows]}. */
  private Tensor logits(Tensor images) {
    return judgement.forward(features.forward(images).relu()).squeeze(2);
  }

  /** What the discriminators minimise, {@code [K]}. */
  Tensor discriminatorLoss(LabelledRows real, LabelledRows fake) {
    return real.mean(softplus(logits(real.rows()).neg()))
        .add(fake.mean(softplus(logits(fake.rows()))));
  }

  /** What the generators minimise, {@code [K]}. */
  Tensor generatorLoss(LabelledRows fake) {
    return fake.mean(softplus(logits(fake.rows()).neg()));
  }
}
