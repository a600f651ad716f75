package io.spikelet.training.family.annvae;

import static io.spikelet.training.layer.GoldenTensors.assertWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.Provenance;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.export.AnnVaeExporter;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.export.PackageAssembly;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests for {@link AnnVaeNetwork}; {@code FrechetAutoencoderNetworkTests} has the published layers.
 */
class AnnVaeNetworkTests {

  private static final int SAMPLES = 6;
  private static final double WEIGHT = 0.05;

  private final PointerScope scope = new PointerScope();
  private final BackboneShape shape = new BackboneShape(1, 16, List.of(4, 6, 8), 5, 1);
  private final AnnVaeNetwork network;
  private final Tensor images;
  private final Tensor noise;

  AnnVaeNetworkTests() {
    torch.manual_seed(3);
    network = new AnnVaeNetwork(shape);
    images = torch.rand(SAMPLES, 1, 16, 16).mul(new Scalar(2.0)).sub(new Scalar(1.0));
    noise = torch.randn(SAMPLES, 5);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void divergenceIsThatOfTheEquation() {
    var posterior =
        new AnnVaeNetwork.Posterior(
            TensorMemory.tensor(new float[] {0, 1, 2, 0}, 2, 2),
            TensorMemory.tensor(new float[] {0, 0, 0, (float) Math.log(2)}, 2, 2));
    // Halves of: 0 and 1 for the first image, 4 and (2 - 1 - ln 2) for the second.
    assertThat(posterior.divergence())
        .isCloseTo((0.5 + (4 + 1 - Math.log(2)) / 2) / 2, within(1e-6));
  }

  @Test
  void lossIsTheErrorAndTheWeightedDivergence() {
    AnnVaeNetwork.Outcome outcome = network.step(images, noise, WEIGHT);
    double error = outcome.reconstruction().sub(images).square().mean().item_double();
    assertThat(outcome.reconstructionLoss()).isCloseTo(error, within(1e-7));
    assertThat(outcome.loss())
        .isCloseTo(error + WEIGHT * outcome.posterior().divergence(), within(1e-6));
  }

  /** Along each gradient the loss falls as the gradient says: central differences. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "encoder.0.0.weight",
        "encoder.2.1.bias",
        "mean_layer.weight",
        "mean_layer.bias",
        "log_variance_layer.weight",
        "log_variance_layer.bias",
        "decoder_input.weight",
        "decoder.0.1.weight",
        "final_layer.3.bias"
      })
  void gradientIsTheSlopeOfTheLoss(String name) {
    network.step(images, noise, WEIGHT);
    Tensor value = parameter(name).value();
    Tensor gradient = value.grad().detach().clone();
    double norm = gradient.square().sum().sqrt().item_double();
    Tensor direction = gradient.mul(new Scalar(0.004 / norm));
    value.add_(direction);
    double above = network.step(images, noise, WEIGHT).loss();
    value.sub_(direction.mul(new Scalar(2.0)));
    double below = network.step(images, noise, WEIGHT).loss();
    assertThat((above - below) / 0.008).isCloseTo(norm, within(0.02 * norm + 2e-4));
  }

  @Test
  void networkThatStartsFromAnExportedPackageComputesTheSame() {
    for (int i = 0; i < 3; i++) {
      network.step(images, noise, WEIGHT);
    }
    AnnVaeNetwork other = new AnnVaeNetwork(shape);
    other.start(GraphWeights.of(published()), images, noise);
    AnnVaeNetwork.Posterior expected = network.posterior(images);
    AnnVaeNetwork.Posterior found = other.posterior(images);
    assertWithin(found.mean(), expected.mean(), 1e-4, 1e-3);
    assertWithin(found.logVariance(), expected.logVariance(), 1e-4, 1e-3);
    assertWithin(other.decode(noise), network.decode(noise), 1e-3, 0);
  }

  private ModelPackage published() {
    var exported = AnnVaeExporter.export(Weights.of(network.state()), WeightStorage.FLOAT32);
    var provenance =
        new Provenance(Map.of(), "none", 0, "sha256:none", 0, 0, 0, Map.of(), "test", null);
    var description =
        new PackageAssembly.Description("ann-vae", "none", provenance, Map.of(), "none", List.of());
    return PackageAssembly.inMemory(ModelFamily.ANN_VAE, exported, description, "test");
  }

  @ParameterizedTest
  @CsvSource({"1, 32, 1180641", "3, 32, 1181795", "3, 64, 3937635"})
  void parameterCountsAreThePublishedOnes(int channels, int size, long count) {
    var published = new AnnVaeNetwork(BackboneShape.published(channels, size, 128, 1));
    assertThat(published.state().parameters().stream().mapToLong(p -> p.value().numel()).sum())
        .isEqualTo(count);
  }

  private Parameter parameter(String name) {
    return network.state().parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
