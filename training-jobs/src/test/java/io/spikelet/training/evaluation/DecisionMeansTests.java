package io.spikelet.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.Decision;
import io.spikelet.runtime.generator.StageTimes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests for {@link DecisionMeans}: five images of three classes, worked out by hand. */
class DecisionMeansTests {

  private static final int TIME_STEPS = 256;

  /** Right, alone; label 0. */
  private static final Classified ALONE = image(0, 0, 100, 40, 200, 256);

  /** The potential chose class 1 of the first two, 0 is right. */
  private static final Classified TIED = image(0, 1, 60, 50, 50, 256);

  /** Nothing fired, and the potential is right. */
  private static final Classified SILENT = image(2, 2, 30, 256, 256, 256);

  /** Nothing fired, and the potential is wrong: S4NN's code counts no tie here. */
  private static final Classified SILENT_WRONG = image(2, 0, 10, 256, 256, 256);

  /** Wrong, alone. */
  private static final Classified WRONG = image(2, 1, 50, 90, 8, 9);

  @Test
  void numbersAreThoseWorkedOutByHand() {
    DecisionMeans means = DecisionMeans.of(List.of(ALONE, TIED, SILENT, SILENT_WRONG, WRONG));
    assertThat(means)
        .isEqualTo(
            new DecisionMeans(
                5, 2 / 5.0, 3 / 5.0, (40 + 50 + 256 + 256 + 8) / 5.0, 250 / 5.0, 2 / 5.0, 1 / 5.0));
  }

  @Test
  void everyClassThatHasImagesHasNumbersOfItsOwn() {
    MeanActivity none = new MeanActivity(0, 0, 0, 0, 0, Map.of(), 0, 0);
    Map<String, Double> numbers = new LinkedHashMap<>();
    Measurement.Decisions.of(
            List.of(SILENT, ALONE, TIED, WRONG), List.of("zero", "one", "two"), none)
        .putInto(numbers);
    assertThat(numbers)
        .contains(
            entry("test_images", 4.0),
            entry("test_accuracy", 0.5),
            entry("test_accuracy.zero", 0.5),
            entry("test_accuracy_ties_correct.zero", 1.0),
            entry("test_decision_time.zero", 45.0),
            entry("test_decision_spikes.zero", 80.0),
            entry("test_tied_share.zero", 0.5),
            entry("test_undecided_share.two", 0.5),
            entry("test_decision_time.two", (256 + 8) / 2.0))
        .doesNotContainKey("test_accuracy.one");
  }

  private static Classified image(int label, int answer, long spikes, Integer... times) {
    Decision decision = new Decision(Arrays.asList(times), TIME_STEPS, spikes);
    NetworkActivity activity = new NetworkActivity(List.of());
    return new Classified(
        new Classification(answer, "?", new float[3], activity, new StageTimes(0, 0), decision),
        label);
  }
}
