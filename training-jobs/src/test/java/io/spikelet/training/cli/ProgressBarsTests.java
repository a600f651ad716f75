package io.spikelet.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import org.junit.jupiter.api.Test;

/** Tests for {@link TrainingBar} and {@link EvaluationBar}. */
class ProgressBarsTests {

  private final List<String> drawn = Collections.synchronizedList(new ArrayList<>());
  private final DelegatingProgressBarConsumer consumer =
      new DelegatingProgressBarConsumer(drawn::add, 120);

  @Test
  void anEpochIsABarAndThenALine() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (TrainingBar bar =
        new TrainingBar(new PrintStream(printed, true, StandardCharsets.UTF_8), consumer)) {
      bar.step(1, 1, 2, 0.5);
      bar.step(1, 2, 2, 0.25);
      assertThat(printed.size()).isZero();
      bar.epoch(1, 3, Map.of("loss", 0.25));
    }
    assertThat(drawn.getLast()).contains("epoch 1", "100%", "2/2", "loss 0.25000");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("epoch 1 of 3: loss 0.250000");
  }

  @Test
  void aStageOfAnEvaluationIsABar() {
    EvaluationBar bar = new EvaluationBar(consumer);
    bar.progress("reconstructions", 5, 10);
    bar.progress("reconstructions", 10, 10);
    assertThat(drawn.getLast()).contains("reconstructions", "100%", "10/10");
  }
}
