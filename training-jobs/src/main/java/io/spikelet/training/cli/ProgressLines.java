package io.spikelet.training.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a line now and then, and one an epoch. */
final class ProgressLines implements TrainingProgress {

  private static final long BETWEEN_LINES = 20_000_000_000L;

  private final PrintStream out;
  private long last = System.nanoTime();

  ProgressLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void step(int epoch, int batch, int batches, double loss) {
    long now = System.nanoTime();
    if (now - last > BETWEEN_LINES) {
      last = now;
      out.printf("epoch %d, batch %d of %d, loss %.5f%n", epoch, batch, batches, loss);
    }
  }

  @Override
  public void epoch(int epoch, int epochs, Map<String, Double> metrics) {
    String numbers =
        metrics.entrySet().stream()
            .filter(entry -> !entry.getKey().equals("epoch"))
            .map(entry -> "%s %.6g".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    out.printf("epoch %d of %d: %s%n", epoch, epochs, numbers);
  }
}
