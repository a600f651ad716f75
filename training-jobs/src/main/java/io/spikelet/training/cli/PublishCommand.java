package io.spikelet.training.cli;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.PackageDraft;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Split;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.publication.Publication;
import io.spikelet.training.publication.TrainedRun;
import io.spikelet.training.run.Progress;
import io.spikelet.training.run.RunDirectory;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    RunDirectory run = RunDirectory.open(directory);
    OpenedRun opened = OpenedRun.of(run.settings());
    ImageSet test = opened.images(Split.TEST);
    try (Trainable network = opened.network(test);
        ImageModel judge = registry.judge(evaluation.judge(), opened.source().name().text())) {
      Progress progress = run.load(network.state());
      Publication publication =
          new Publication(opened.family(), refs.getFirst(), trained(opened, progress, test));
      PackageDraft draft =
          publication.draft(
              network.export(WeightStorage.FLOAT16),
              evaluation.evaluator(System.out),
              test,
              judgeOf(judge, opened));
      report(draft.spec().evaluation());
      Digest digest = registry.open().publish(draft, refs);
      System.out.printf("published %s as %s%n", digest.value(), names);
      return 0;
    }
  }

  /** A classifier is not its own judge. */
  private static @Nullable ImageModel judgeOf(@Nullable ImageModel judge, OpenedRun opened) {
    return switch (opened.family()) {
      case CLASSIFIER -> null;
      case ESVAE, FSVAE -> judge;
    };
  }

  private static TrainedRun trained(OpenedRun opened, Progress progress, ImageSet test) {
    Settings settings = opened.settings();
    Map<String, String> told = new TreeMap<>(settings.inForce());
    String digest = settings.text(OpenedRun.DATA_DIGEST, "");
    Origin origin = Origin.of(settings);
    List.of(OpenedRun.FAMILY, OpenedRun.DATA, OpenedRun.DATA_DIGEST).forEach(told::remove);
    return new TrainedRun(
        told,
        opened.source().name(),
        digest,
        opened.plan().seed(),
        progress,
        test.labels(),
        origin.startedFrom(),
        origin.images());
  }

  static void report(Map<String, Double> numbers) {
    numbers.forEach((name, value) -> System.out.printf("%-40s %.6g%n", name, value));
  }
}
