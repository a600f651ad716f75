package io.spikelet.training.cli;

import io.spikelet.training.evaluation.EvaluationListener;
import java.io.Console;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How a command tells its progress: a bar where a person looks at a terminal, plain lines where the
 * output goes to a file or another program.
 */
final class Terminal {

  private static final int BETWEEN_UPDATES_MILLIS = 500;

  private Terminal() {}

  /** On standard output, which stays open when the progress is closed. */
  static TrainingProgress training() {
    PrintStream out = System.out;
    return isThere() ? new TrainingBar(out, consumer(out)) : new ProgressLines(out);
  }

  static EvaluationListener evaluation(PrintStream out) {
    return isThere() ? new EvaluationBar(consumer(out)) : new EvaluationLines(out);
  }

  /** A bar that is not begun; close it before anything else is printed. */
  static ProgressBar bar(String task, long total, ProgressBarConsumer consumer) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(BETWEEN_UPDATES_MILLIS)
        .setConsumer(consumer)
        .build();
  }

  // JDK 22 to 24 always had a console; 25 has none, as before, where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isThere() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static ProgressBarConsumer consumer(PrintStream out) {
    return new ConsoleProgressBarConsumer(out);
  }
}
