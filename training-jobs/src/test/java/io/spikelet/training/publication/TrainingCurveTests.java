package io.spikelet.training.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.run.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests for {@link TrainingCurve}. */
class TrainingCurveTests {

  @Test
  void everyEpochOfAShortRunIsARow() {
    assertThat(curve(2, null))
        .isEqualTo(
            """
            | epoch | images | loss | validation_mse |
            |---|---|---|---|
            | 1 | 60,000 | 0.50000 | 0.25000 |
            | 2 | 120,000 | 0.25000 | 0.12500 |\
            """);
  }

  @Test
  void aLongRunShowsTwentyEpochsAndTheLast() {
    List<String> lines = curve(55, null).lines().toList();
    assertThat(lines).hasSize(22);
    assertThat(lines.getLast()).startsWith("| 55 | 3,300,000 |");
  }

  @Test
  void aRunThatBeganWithAPackageSaysSo() {
    assertThat(curve(1, "esvae:mnist@sha256:ab"))
        .startsWith(
            """
            Of this run alone; it began with the weights of esvae:mnist@sha256:ab, after 1,000 images.

            | epoch |\
            """);
  }

  @Test
  void aRunWithoutAFinishedEpochSaysSo() {
    assertThat(curve(0, null)).isEqualTo("No epoch of this run was finished.");
  }

  private static String curve(int epochs, @Nullable String startedFrom) {
    List<Map<String, Double>> metrics = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      Map<String, Double> numbers = new LinkedHashMap<>();
      numbers.put("epoch", (double) epoch);
      numbers.put("step", 100.0 * epoch);
      numbers.put("images", 60_000.0 * epoch);
      numbers.put("seconds", 5.0 * epoch);
      numbers.put("learning_rate", 0.002);
      numbers.put("loss", Math.pow(0.5, epoch));
      numbers.put("validation_mse", Math.pow(0.5, epoch + 1));
      metrics.add(numbers);
    }
    return new TrainingCurve(
            new TrainedRun(
                Map.of(),
                DatasetName.MNIST,
                "sha256:none",
                0,
                Progress.START,
                List.of(),
                startedFrom,
                1000,
                metrics))
        .text();
  }
}
