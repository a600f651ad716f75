package io.spikelet.training.cli;

import io.spikelet.runtime.model.ModelRef;
import io.spikelet.training.run.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spikelet publish}. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = "Exports a run's newest state, measures it and publishes the package.")
final class PublishCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN_DIR", description = "Directory of the run.")
  private Path directory = Path.of(".");

  @Option(
      names = "--as",
      required = true,
      description = "Name and tag, for example esvae:mnist; repeatable.")
  private List<String> names = List.of();

  @Mixin private RegistryOption registry = new RegistryOption();
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();

  @Override
  public Integer call() {
    List<ModelRef> refs = names.stream().map(ModelRef::parse).toList();
    new Publisher(registry, evaluation, System.out).publish(RunDirectory.open(directory), refs);
    return 0;
  }
}
