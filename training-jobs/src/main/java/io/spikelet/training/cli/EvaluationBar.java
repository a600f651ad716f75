package io.spikelet.training.cli;

import io.spikelet.training.evaluation.EvaluationListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.jspecify.annotations.Nullable;

/** A bar through every stage of an evaluation. */
final class EvaluationBar implements EvaluationListener {

  private final ProgressBarConsumer consumer;
  private @Nullable ProgressBar bar;

  EvaluationBar(ProgressBarConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public void progress(String stage, int done, int total) {
    if (bar == null) {
      bar = Terminal.bar(stage, total, consumer);
    }
    bar.stepTo(done);
    if (done == total) {
      bar.close();
      bar = null;
    }
  }
}
