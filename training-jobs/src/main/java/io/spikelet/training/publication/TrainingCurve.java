package io.spikelet.training.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the losses fell, epoch by epoch, as a table: what a curve would show, with its numbers. */
record TrainingCurve(TrainedRun run) {

  /** Rows of the table: of a long run evenly chosen epochs, the last one among them. */
  private static final int ROWS = 20;

  /** Metrics that do not say how well the network does. */
  private static final Set<String> ASIDE = Set.of("step", "seconds", "learning_rate");

  private static final Set<String> COUNTS = Set.of("epoch", "images");

  String text() {
    if (run.epochs().isEmpty()) {
      return origin() + "No epoch of this run was finished.";
    }
    List<String> names =
        run.epochs().getLast().keySet().stream().filter(name -> !ASIDE.contains(name)).toList();
    List<String> lines = new ArrayList<>();
    lines.add(row(names));
    lines.add("|" + "---|".repeat(names.size()));
    chosen()
        .forEach(epoch -> lines.add(row(names.stream().map(name -> cell(name, epoch)).toList())));
    return origin() + String.join("\n", lines);
  }

  private String origin() {
    return run.startedFrom() == null
        ? ""
        : "Of this run alone; it began with the weights of %s, after %,d images.%n%n"
            .formatted(run.startedFrom(), run.imagesBefore())
            .replace(System.lineSeparator(), "\n");
  }

  private List<Map<String, Double>> chosen() {
    int count = run.epochs().size();
    int rows = Math.min(count, ROWS);
    List<Map<String, Double>> chosen = new ArrayList<>();
    for (int row = 1; row <= rows; row++) {
      chosen.add(run.epochs().get((int) ((long) row * count / rows) - 1));
    }
    return chosen;
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String cell(String name, Map<String, Double> epoch) {
    Double value = epoch.get(name);
    if (value == null) {
      return "";
    }
    return COUNTS.contains(name)
        ? String.format(Locale.ROOT, "%,d", value.longValue())
        : String.format(Locale.ROOT, "%.5g", value);
  }
}
