package io.spikelet.training.cli;

import io.spikelet.training.evaluation.EvaluationListener;
import java.io.PrintStream;

/** Prints a line now and then while a model is measured. */
final class EvaluationLines implements EvaluationListener {

  private static final long BETWEEN_LINES = 10_000_000_000L;

  private final PrintStream out;
  private long last = System.nanoTime();

  EvaluationLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void progress(String stage, int done, int total) {
    long now = System.nanoTime();
    if (done == total || now - last > BETWEEN_LINES) {
      last = now;
      out.printf("%s: %,d of %,d%n", stage, done, total);
    }
  }
}
