package io.spikelet.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests for {@link Progress}. */
class ProgressTests {

  @Test
  void meansAreTheSumsOverTheBatchesOfTheEpoch() {
    Progress two =
        Progress.START
            .afterBatch(4, 1, Map.of("loss", 1.0, "mmd", 0.5))
            .afterBatch(4, 2, Map.of("loss", 3.0, "mmd", 0.25));
    assertThat(two.lossMeans()).containsExactlyEntriesOf(new TreeMap<>(two.lossMeans()));
    assertThat(two.lossMeans()).containsEntry("loss", 2.0).containsEntry("mmd", 0.375);
    assertThat(two.images()).isEqualTo(8);
    assertThat(two.step()).isEqualTo(2);
    assertThat(two.seconds()).isEqualTo(2);
  }

  @Test
  void nextEpochBeginsWithoutSums() {
    Progress next = Progress.START.afterBatch(4, 1, Map.of("loss", 1.0)).afterEpoch();
    assertThat(next.epoch()).isEqualTo(1);
    assertThat(next.batch()).isZero();
    assertThat(next.lossMeans()).isEmpty();
    assertThat(next.afterBatch(4, 2, Map.of("loss", 5.0)).lossMeans()).containsEntry("loss", 5.0);
  }

  @Test
  void lossWhoseFirstBatchesAreUnknownIsLeftOutUntilTheNextEpoch() {
    TreeMap<String, Double> known = new TreeMap<>(Map.of("loss", 2.0));
    Progress old = new Progress(0, 1, 1, 4, 1, known, 0);
    Progress on = old.afterBatch(4, 2, Map.of("loss", 4.0, "mmd", 9.0));
    assertThat(on.lossMeans()).containsOnly(Map.entry("loss", 3.0));
  }
}
