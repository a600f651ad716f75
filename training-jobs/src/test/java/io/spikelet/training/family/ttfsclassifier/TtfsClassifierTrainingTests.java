package io.spikelet.training.family.ttfsclassifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.Decision;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.Unpublished;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.ShortRuns;
import io.spikelet.training.trainer.StripeImages;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.TwoStripes;
import io.spikelet.training.trainer.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link TtfsClassifierTraining}. */
class TtfsClassifierTrainingTests {

  private static final StripeImages IMAGES = new StripeImages(12);

  @ParameterizedTest
  @ValueSource(strings = {"aggressive", "relative"})
  void learnsStripesAndMeasuresThem(String target) {
    try (Trainable network = network("target=" + target)) {
      Map<String, Double> learnt = Map.of();
      for (int step = 0; step < 300; step++) {
        learnt = step(network, step);
      }
      assertThat(learnt).containsKeys("loss", "accuracy", "decision_time", "decision_spikes");
      Map<String, Double> measured = network.validate(IMAGES);
      assertThat(measured.get("validation_accuracy")).isEqualTo(1.0);
      assertThat(measured.get("validation_accuracy_ties_correct")).isEqualTo(1.0);
      assertThat(measured.get("validation_undecided")).isZero();
      assertThat(network.pictures(IMAGES))
          .hasEntrySatisfying("filters", sheet -> assertThat(sheet.height()).isEqualTo(4 * 12));
    }
  }

  @Test
  void sameSeedLearnsTheSameToTheBit() {
    assertThat(weightsAfterTwoSteps("")).containsExactly(weightsAfterTwoSteps(""));
    assertThat(weightsAfterTwoSteps("")).isNotEqualTo(weightsAfterTwoSteps("seed=2"));
  }

  private static float[] weightsAfterTwoSteps(String settings) {
    try (Trainable network = network(settings)) {
      step(network, 0);
      step(network, 1);
      return TensorMemory.floats(network.state().parameters().getFirst().value());
    }
  }

  @Test
  void exportedPackageDecidesAtTheSameTimesWithTheSameSpikes() {
    try (Trainable network = network("")) {
      for (int step = 0; step < 20; step++) {
        step(network, step);
      }
      List<Classification> found = classified(network.export(WeightStorage.FLOAT32));
      Map<String, Double> expected = network.validate(IMAGES);
      assertThat(found.stream().mapToInt(each -> decision(each).time()).average().orElseThrow())
          .isCloseTo(expected.get("validation_decision_time"), within(1e-9));
      assertThat(found.stream().mapToLong(each -> decision(each).spikes()).average().orElseThrow())
          .isCloseTo(expected.get("validation_decision_spikes"), within(1e-9));
      assertThat(
              IntStream.range(0, 12).filter(n -> found.get(n).label() == IMAGES.label(n)).count()
                  / 12.0)
          .isEqualTo(expected.get("validation_accuracy"));
    }
  }

  private static Decision decision(Classification classification) {
    return Objects.requireNonNull(classification.decision());
  }

  private static List<Classification> classified(ExportedNetwork exported) {
    try (ImageModel model =
        ModelLoader.load(
            Unpublished.of(ModelFamily.TTFS_CLASSIFIER, exported, Map.of(), IMAGES.labels()))) {
      return model.classify(
          IntStream.range(0, 12)
              .mapToObj(n -> Image.ofBytes(1, 12, 12, IMAGES.pixels(n), ValueRange.UNIT))
              .toList());
    }
  }

  @Test
  void neuronsThatDoNotFireInAnEpochGetFreshWeights() {
    try (Trainable network = network("revive-below=0.5")) {
      Tensor weights = network.state().parameters().getFirst().value();
      weights.zero_();
      step(network, 0);
      assertThat(weights.abs().max().item_double()).isZero();
      step(network, 1); // the second epoch
      assertThat(weights.abs().max().item_double()).isGreaterThan(4);
      assertThat(weights.mean().item_double()).isCloseTo(2.5, within(0.3));
    }
  }

  @Test
  void stoppedAndContinuedRunIsAsOneThatWasNot(@TempDir Path directory) throws IOException {
    ShortRuns runs = new ShortRuns(directory, new TtfsClassifier(), new TwoStripes(40));
    String settings =
        """
        epochs=3
        batch-size=8
        image-size=4
        hidden-size=10
        threshold=8
        learning-rate=0.2
        weight-decay=1e-6
        averaging=0.5
        revive-below=0.5
        """;
    runs.assertContinuedRunIsAsTheWhole(settings, 7);
  }

  @Test
  void averagesGoAShareOfTheWayToTheWeightsWithEveryStep() {
    try (PointerScope _ = new PointerScope();
        Trainable network = network("averaging=0.75")) {
      float[] before = TensorMemory.floats(network.state().parameters().getFirst().value());
      step(network, 0);
      float[] after = TensorMemory.floats(network.state().parameters().getFirst().value());
      float[] averaged = Weights.of(network.state()).get("averaged.dense.0.weight").data();
      for (int i = 0; i < before.length; i++) {
        assertThat(averaged[i]).isCloseTo(0.75f * before[i] + 0.25f * after[i], within(1e-5f));
      }
    }
  }

  @Test
  void unsuitableDataAndSettingsAreRefused() {
    Settings none = Settings.none();
    assertThatThrownBy(
            () ->
                new TtfsClassifier()
                    .create(none, TrainingPlan.from(none, 1), Networks.surroundings(1, 0)))
        .isInstanceOf(RunException.class)
        .hasMessage("a classifier needs data of two or more classes, this has 0");
    assertThatThrownBy(() -> network("target=relative\ntarget-margin=0"))
        .hasMessage("margin must be at least 1, not 0");
    assertThatThrownBy(() -> network("revive-below=1"))
        .hasMessage("revive-below must be at least 0 and below 1, not 1.0");
    assertThatThrownBy(() -> network("threshold=-2"))
        .hasMessage("threshold must be above 0, not -2.0");
    assertThatThrownBy(() -> network("time-steps=1"))
        .hasMessage("time-steps must be at least 2, not 1");
  }

  private static Trainable network(String more) {
    Settings settings =
        Settings.parse(
            "image-size=12\nhidden-size=16\nthreshold=30\ninitial-output-weights=20\n"
                + "batch-size=12\ntraining-images=12\nweight-decay=1e-6\n"
                + more);
    Trainable network =
        new TtfsClassifier()
            .create(settings, TrainingPlan.from(settings, 0.2), Networks.surroundings(1, 3));
    settings.requireNothingLeft();
    network.prepare(IMAGES);
    return network;
  }

  private static Map<String, Double> step(Trainable network, int step) {
    try (PointerScope _ = new PointerScope()) {
      return network.step(StripeImages.batch(IntStream.range(0, 12).toArray(), step, 0.2));
    }
  }
}
