package io.spikelet.training.cli;

import java.io.PrintStream;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.jspecify.annotations.Nullable;

/** A bar through every epoch, and a line after it. */
final class TrainingBar implements TrainingProgress {

  private final ProgressLines lines;
  private final ProgressBarConsumer consumer;
  private @Nullable ProgressBar bar;

  TrainingBar(PrintStream out, ProgressBarConsumer consumer) {
    this.lines = new ProgressLines(out);
    this.consumer = consumer;
  }

  @Override
  public void step(int epoch, int batch, int batches, double loss) {
    if (bar == null) {
      bar = Terminal.bar("epoch " + epoch, batches, consumer);
    }
    bar.setExtraMessage("loss %.5f".formatted(loss));
    bar.stepTo(batch);
  }

  @Override
  public void epoch(int epoch, int epochs, Map<String, Double> metrics) {
    close();
    lines.epoch(epoch, epochs, metrics);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
