package io.spikelet.training.family.spikingdiffusion;

import static io.spikelet.training.layer.GoldenTensors.assertClose;
import static io.spikelet.training.layer.GoldenTensors.assertGradient;
import static io.spikelet.training.layer.GoldenTensors.assertWithin;
import static io.spikelet.training.layer.GoldenTensors.differing;
import static io.spikelet.training.layer.GoldenTensors.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link VqSvae} against the published code's numbers. */
class VqSvaeTests {

  /** Isolated spikes may differ, because sums of another order round otherwise. */
  private static final int FLIPS = 10;

  private final PointerScope scope = new PointerScope();
  private final GoldenVectors golden = GoldenVectors.open("h1_vqsvae");
  private VqSvae network;

  @BeforeEach
  void loadGoldenWeights() {
    int[] image = golden.shape("image");
    int[] spikes = golden.shape("z_enc");
    List<Integer> widths =
        List.of(
            golden.shape("w/encoder.snn_convs.0.weight")[0],
            golden.shape("w/encoder.snn_convs.3.weight")[0]);
    int codes = golden.shape("w/vq_layer.embeddings.weight")[0];
    network =
        new VqSvae(
            new VqSvaeShape(image[1], image[2], widths, spikes[2], codes, spikes[0]),
            SpikeFeature.Temporal.MEMBRANE);
    GoldenState.load(golden, network.state());
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private Tensor images() {
    return TensorMemory.channelsLast(plain(golden, "image").sub(new Scalar(0.5)));
  }

  /** {@code [T, N, ...]} as {@code [T * N, ...]}. */
  private Tensor rows(String name) {
    return TensorMemory.channelsLast(plain(golden, name).flatten(0, 1));
  }

  private Signal signal(String name) {
    return Signal.overTime(rows(name), network.shape().timeSteps());
  }

  @Test
  void everyLayerFiresAsThePublishedOne() {
    Signal signal = Signal.constant(images(), network.shape().timeSteps());
    for (int i = 0; i < 3; i++) {
      signal = network.encoder().get(i).forward(signal, Mode.EVALUATE);
      assertFires(signal, "spk/encoder.snn_convs." + (3 * i + 2));
    }
    assertFires(signal, "z_enc");
    Tensor codes = plain(golden, "indices").to(ScalarType.Long);
    assertFires(network.generate(codes, Mode.EVALUATE), "spk/vq_layer.poisson.2");
    assertFires(network.generate(codes, Mode.EVALUATE), "asg_spikes");
    signal = signal("asg_spikes");
    for (int i = 0; i < 2; i++) {
      signal = network.decoder().get(i).forward(signal, Mode.EVALUATE);
      assertFires(signal, "spk/decoder.snn_convs." + (3 * i + 2));
    }
  }

  private void assertFires(Signal signal, String name) {
    assertThat(differing(signal.values(), rows(name))).as(name).isLessThanOrEqualTo(FLIPS);
  }

  @Test
  void featureCodesAndReconstructionEqualThePublishedOnes() {
    Tensor feature = network.feature(signal("z_enc"));
    assertClose(feature, plain(golden, "feature"));
    assertThat(differing(codes(feature), plain(golden, "indices"))).isZero();
    Tensor reconstruction = network.decode(signal("asg_spikes"), Mode.EVALUATE);
    assertWithin(reconstruction, plain(golden, "recon"), 1e-4, 0);
    double mse = reconstruction.sub(images()).square().mean().item_double();
    assertThat(mse).isCloseTo(golden.scalar("mse"), within(1e-5));
  }

  private Tensor codes(Tensor feature) {
    return network.codebook().nearest(feature).to(ScalarType.Float);
  }

  @Test
  void wholeNetworkReconstructsAsThePublishedOne() {
    assertWithin(network.reconstruct(images()), plain(golden, "recon"), 1e-4, 0);
  }

  @Test
  void trainingStepHasThePublishedLossesGradientsAndStatistics() {
    VqSvae.Outcome outcome = network.step(images(), golden.scalar("data_variance"));
    assertRelative(outcome.quantisation(), "train_loss_eq");
    assertRelative(outcome.scaledError(), "train_recon_over_var");
    assertRelative(outcome.error(), "train_real_recon");
    State state = network.state();
    Map<String, Tensor> gradients = GoldenState.named(golden, "grad/");
    for (Parameter parameter : state.parameters()) {
      if (gradients.containsKey(parameter.name()) && !vanishes(parameter.name())) {
        assertGradient(parameter.value().grad(), gradients.get(parameter.name()), 1e-3);
      }
    }
    Map<String, Tensor> statistics = GoldenState.named(golden, "after/");
    for (State.Buffer buffer : state.buffers()) {
      if (statistics.containsKey(buffer.name())) {
        assertWithin(buffer.value(), statistics.get(buffer.name()), 1e-5, 1e-3);
      }
    }
    assertThat(gradients).hasSizeGreaterThan(20);
    assertThat(statistics).hasSizeGreaterThan(10);
  }

  /** The true gradient of a bias in front of normalisation is zero, and so is ours. */
  private static boolean vanishes(String name) {
    return name.endsWith(".bias") && !name.contains(".bn.") && !name.startsWith("decoder.2");
  }

  private void assertRelative(double actual, String name) {
    double expected = golden.scalar(name);
    assertThat(actual).as(name).isCloseTo(expected, within(1e-3 * expected));
  }
}
