package io.spikelet.training.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code spikelet}: trains, measures and publishes spiking image generators. */
@Command(
    name = "spikelet",
    description = "Trains, measures and publishes spiking image generators.",
    mixinStandardHelpOptions = true,
    version = "spikelet 0.1.0",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      SampleCommand.class,
      PublishCommand.class,
      ModelsCommand.class,
      CopyCommand.class,
      DatasetsCommand.class,
      HelpCommand.class
    })
public final class SpikeletCommand {

  private SpikeletCommand() {}

  /** Runs a command; exit code 0, or 2 for a mistake of the user, or 1 for one of ours. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SpikeletCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new ErrorReport());
  }
}
