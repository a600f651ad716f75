package io.spikelet.training.cli;

import io.spikelet.runtime.generator.TaskParameters;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How images are drawn, for commands that draw some. */
final class DrawingOption {

  @Option(
      names = "--with",
      description =
          "Parameter of the generated images as /generate takes it, for example temperature=1;"
              + " repeatable.")
  private Map<String, String> values = new TreeMap<>();

  TaskParameters parameters() {
    return new TaskParameters(values);
  }
}
