package io.spikelet.training.family.esvae;

import static io.spikelet.training.layer.GoldenTensors.assertGradient;
import static io.spikelet.training.layer.GoldenTensors.assertWithin;
import static io.spikelet.training.layer.GoldenTensors.differing;
import static io.spikelet.training.layer.GoldenTensors.plain;
import static io.spikelet.training.layer.GoldenTensors.timeFirst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.Provenance;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.export.EsvaeExporter;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.export.PackageAssembly;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.GoldenTensors;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.trainer.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link EsvaeNetwork} against the published code's numbers. */
class EsvaeNetworkTests {

  /** A membrane potential may lie within rounding of the threshold. */
  private static final int ISOLATED_FLIPS = 10;

  private final GoldenVectors golden = GoldenVectors.open("f_esvae");
  private PointerScope scope;
  private EsvaeNetwork network;

  @BeforeEach
  void loadGoldenWeights() {
    scope = new PointerScope();
    int[] image = golden.shape("image");
    int[] noise = golden.shape("u");
    network = new EsvaeNetwork(BackboneShape.published(image[1], image[2], noise[1], noise[2]));
    GoldenTensors.load(golden, "w/", network.state());
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void posteriorRatesEqualThePublishedOnes() {
    Tensor rates = network.posteriorRates(plain(golden, "image"));
    assertThat(differing(rates, plain(golden, "r_q"))).isLessThanOrEqualTo(ISOLATED_FLIPS);
  }

  @Test
  void reconstructionEqualsThePublishedOne() {
    Tensor reconstruction = network.decode(plain(golden, "r_q"), noise("u"));
    assertWithin(reconstruction, plain(golden, "recon"), 1e-4, 0);
    double mse = reconstruction.sub(plain(golden, "image")).square().mean().item_double();
    assertThat(mse).isCloseTo(golden.scalar("recon_mse"), within(1e-5));
  }

  @Test
  void generatedImagesEqualThePublishedOnes() {
    Tensor rates = network.priorRates(plain(golden, "gen_zn"));
    GoldenTensors.assertClose(rates, plain(golden, "gen_rate"));
    assertWithin(network.decode(rates, noise("gen_u")), plain(golden, "gen_image"), 1e-4, 0);
  }

  @Test
  void trainingStepEqualsThePublishedOne() {
    EsvaeNetwork.Outcome outcome = step();
    assertThat(outcome.loss()).isCloseTo(golden.scalar("train_loss"), within(1e-3));
    assertThat(outcome.reconstructionLoss())
        .isCloseTo(golden.scalar("train_recon_loss"), within(1e-4));
    assertThat(outcome.mmd()).isCloseTo(golden.scalar("train_mmd"), within(1e-4));
    assertWithin(outcome.rates(), plain(golden, "train_r_q"), 1e-5, 1e-3);
    assertWithin(outcome.reconstruction(), plain(golden, "train_recon"), 1e-4, 1e-3);
  }

  @Test
  void gradientsEqualThePublishedOnes() {
    step();
    for (Parameter parameter : network.state().parameters()) {
      String name = "grad/" + parameter.name();
      if (golden.names().contains(name) && !isNoise(name)) {
        assertGradient(parameter.value().grad(), plain(golden, name), 1e-3);
      }
    }
  }

  /** Biases in front of batch normalisation: their true gradient is zero. */
  private boolean isNoise(String name) {
    for (float value : golden.floats(name)) {
      if (Math.abs(value) > 1e-7) {
        return false;
      }
    }
    return true;
  }

  @Test
  void runningStatisticsAfterTheStepEqualThePublishedOnes() {
    step();
    Map<String, Tensor> buffers = new HashMap<>();
    network.state().buffers().forEach(buffer -> buffers.put(buffer.name(), buffer.value()));
    buffers.forEach(
        (name, value) -> GoldenTensors.assertClose(value, plain(golden, "after/" + name)));
  }

  @Test
  void networkThatStartsFromAnExportedPackageComputesTheSame() {
    ExportedNetwork exported =
        EsvaeExporter.export(
            Weights.of(network.state()), golden.shape("u")[2], WeightStorage.FLOAT32);
    ModelPackage published =
        PackageAssembly.inMemory(ModelFamily.ESVAE, exported, description(), "test");
    EsvaeNetwork other = new EsvaeNetwork(network.shape());
    other.start(GraphWeights.of(published), plain(golden, "image"), noise("u"));

    Tensor rates = other.posteriorRates(plain(golden, "image"));
    assertThat(differing(rates, plain(golden, "r_q"))).isLessThanOrEqualTo(ISOLATED_FLIPS);
    assertWithin(other.decode(plain(golden, "r_q"), noise("u")), plain(golden, "recon"), 2e-2, 0);
    assertThat(
            other
                .decode(plain(golden, "r_q"), noise("u"))
                .sub(plain(golden, "recon"))
                .abs()
                .mean()
                .item_double())
        .isLessThan(1e-4);
    GoldenTensors.assertClose(other.priorRates(plain(golden, "gen_zn")), plain(golden, "gen_rate"));
  }

  private static PackageAssembly.Description description() {
    Provenance provenance =
        new Provenance(Map.of(), "none", 0, "sha256:none", 0, 0, 0, Map.of(), "test", null);
    return new PackageAssembly.Description(
        "esvae", "mnist", provenance, Map.of(), "none", List.of());
  }

  private EsvaeNetwork.Outcome step() {
    EsvaeNetwork.Noise noise = new EsvaeNetwork.Noise(noise("u"), plain(golden, "train_zn"));
    return network.step(plain(golden, "image"), noise, 0.001);
  }

  /** {@code [N, D, T]} as {@code [T, N, D]}. */
  private Tensor noise(String name) {
    int[] shape = golden.shape(name);
    return timeFirst(golden, name).view(shape[2], shape[0], shape[1]);
  }
}
