package io.spikelet.training.family.frechetautoencoder;

import static io.spikelet.training.layer.GoldenTensors.assertGradient;
import static io.spikelet.training.layer.GoldenTensors.assertWithin;
import static io.spikelet.training.layer.GoldenTensors.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.FrechetAutoencoderExporter;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.GoldenTensors;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.Weights;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link FrechetAutoencoderNetwork}, its graphs and the layers that the variational
 * autoencoder shares with it, against the published code's numbers.
 */
class FrechetAutoencoderNetworkTests {

  private final GoldenVectors golden = GoldenVectors.open("m_ann_ae");
  private PointerScope scope;
  private FrechetAutoencoderNetwork network;

  @BeforeEach
  void loadGoldenWeights() {
    scope = new PointerScope();
    int[] image = golden.shape("image");
    int features = golden.shape("feat_eval")[1];
    network =
        new FrechetAutoencoderNetwork(BackboneShape.published(image[1], image[2], features, 1));
    GoldenTensors.load(golden, "w/", network.state());
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void featuresAndReconstructionWithTheRunningStatisticsEqualThePublishedOnes() {
    Tensor features = network.features(plain(golden, "image"), Mode.EVALUATE);
    assertWithin(features, plain(golden, "feat_eval"), 1e-4, 1e-4);
    assertWithin(network.decode(features), plain(golden, "recon_eval"), 1e-4, 0);
  }

  @Test
  void trainingStepEqualsThePublishedOne() {
    FrechetAutoencoderNetwork.Outcome outcome = network.step(plain(golden, "image"));
    assertThat(outcome.loss()).isCloseTo(golden.scalar("loss_train"), within(1e-5));
    assertWithin(outcome.features(), plain(golden, "feat_train"), 1e-4, 1e-4);
    assertWithin(outcome.reconstruction(), plain(golden, "recon_train"), 1e-4, 0);
  }

  @Test
  void gradientsEqualThePublishedOnes() {
    network.step(plain(golden, "image"));
    int compared = 0;
    for (Parameter parameter : network.state().parameters()) {
      String name = "grad/" + parameter.name();
      if (golden.names().contains(name) && !isNoise(name)) {
        assertGradient(parameter.value().grad(), plain(golden, name), 1e-3);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(15);
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
  void exportedGraphsComputeThePublishedNumbers() {
    ExportedNetwork exported =
        FrechetAutoencoderExporter.export(Weights.of(network.state()), WeightStorage.FLOAT32);
    Tensor images = plain(golden, "image");
    Tensor features = run(exported, GraphRole.FEATURES, "image", images, "features");
    assertWithin(features, plain(golden, "feat_eval"), 1e-4, 1e-4);
    Tensor ofBatch = run(exported, GraphRole.FEATURES_BATCH, "image", images, "features");
    assertWithin(ofBatch, plain(golden, "feat_train"), 1e-4, 1e-4);
    Tensor image = run(exported, GraphRole.DECODER, "latent", plain(golden, "feat_eval"), "image");
    assertWithin(image, plain(golden, "recon_eval"), 1e-4, 0);
  }

  private static Tensor run(
      ExportedNetwork network, GraphRole role, String input, Tensor values, String output) {
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(network.graph(role))) {
      var given =
          io.spikelet.runtime.engine.Tensor.of(
              TensorMemory.floats(values), TensorMemory.shape(values));
      var found = graph.run(Map.of(input, given)).floats(output);
      return TensorMemory.tensor(found.data(), found.shape());
    }
  }

  @Test
  void parameterCountsAreThePublishedOnes() {
    assertThat(parameters(BackboneShape.published(1, 32, 64, 1))).isEqualTo(918_305);
    assertThat(parameters(BackboneShape.published(3, 32, 128, 1))).isEqualTo(1_050_595);
    assertThat(parameters(BackboneShape.published(3, 64, 128, 1))).isEqualTo(3_675_363);
  }

  private static long parameters(BackboneShape shape) {
    return new FrechetAutoencoderNetwork(shape)
        .state().parameters().stream().mapToLong(p -> p.value().numel()).sum();
  }
}
