package io.spikelet.training.family.frechetautoencoder;

import static io.spikelet.training.layer.GoldenTensors.assertWithin;
import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.FrechetAutoencoderExporter;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.export.Unpublished;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.Squares;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Tests for {@link FrechetAutoencoderTraining}. */
class FrechetAutoencoderTrainingTests {

  private static final int SIDE = 32;

  @Test
  void lossFallsAndIsTheSameInASecondRun() {
    double[] losses = losses(12);
    assertThat(losses[11]).isLessThan(losses[0] / 2);
    assertThat(losses(3)).containsExactly(losses[0], losses[1], losses[2]);
  }

  private static double[] losses(int steps) {
    return Squares.learn(network("latent-size=8\n", 1), steps).stream()
        .mapToDouble(numbers -> numbers.getOrDefault("loss", Double.NaN))
        .toArray();
  }

  @Test
  void thereAreAsManyFeaturesAsPublished() {
    assertThat(exported("", 1).latentSize()).isEqualTo(64);
    assertThat(exported("", 3).latentSize()).isEqualTo(128);
    assertThat(exported("latent-size=6\n", 1).latentSize()).isEqualTo(6);
    assertThat(exported("", 1).graphs())
        .containsOnlyKeys(GraphRole.FEATURES, GraphRole.FEATURES_BATCH, GraphRole.DECODER);
  }

  private static ExportedNetwork exported(String text, int channels) {
    try (PointerScope _ = new PointerScope();
        Trainable network = network(text, channels)) {
      return network.export(WeightStorage.FLOAT16);
    }
  }

  @Test
  void goesOnFromTheFoldedWeightsOfAPublishedPackage() {
    BackboneShape shape = new BackboneShape(1, SIDE, List.of(4, 4, 8, 8), 6, 1);
    try (PointerScope _ = new PointerScope()) {
      FrechetAutoencoderNetwork first = new FrechetAutoencoderNetwork(shape);
      FrechetAutoencoderNetwork second = new FrechetAutoencoderNetwork(shape);
      first.step(Squares.images());
      second.start(GraphWeights.of(published(first)), Squares.images());
      Tensor features = first.features(Squares.images(), Mode.EVALUATE);
      assertWithin(second.features(Squares.images(), Mode.EVALUATE), features, 1e-4, 1e-4);
      assertWithin(second.decode(features), first.decode(features), 1e-4, 1e-4);
    }
  }

  private static ModelPackage published(FrechetAutoencoderNetwork network) {
    ExportedNetwork exported =
        FrechetAutoencoderExporter.export(Weights.of(network.state()), WeightStorage.FLOAT32);
    return Unpublished.of(ModelFamily.FRECHET_AUTOENCODER, exported, Map.of());
  }

  private static Trainable network(String text, int channels) {
    Settings settings = Settings.parse(text);
    FrechetAutoencoder family = new FrechetAutoencoder();
    TrainingPlan plan = TrainingPlan.from(settings, family.learningRate(settings));
    return family.create(settings, plan, Networks.surroundings(channels, 0));
  }
}
