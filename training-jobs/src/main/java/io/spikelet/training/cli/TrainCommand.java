package io.spikelet.training.cli;

import io.spikelet.runtime.model.ModelRef;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Split;
import io.spikelet.training.run.Progress;
import io.spikelet.training.run.RunDirectory;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.Trainer;
import io.spikelet.training.trainer.TrainingPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spikelet train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains a model from a data set, or continues a run.")
final class TrainCommand implements Callable<Integer> {

  @Option(names = "--family", description = "Model family, for example esvae.")
  private @Nullable String family;

  @Option(names = "--data", description = "Data set, for example mnist:DIRECTORY.")
  private @Nullable String data;

  @Option(names = "--config", description = "File of settings, name=value.")
  private @Nullable Path config;

  @Option(names = "--set", description = "One setting, name=value; repeatable.")
  private Map<String, String> set = new TreeMap<>();

  @Option(names = "--epochs", description = "Passes over the data (setting epochs).")
  private @Nullable Integer epochs;

  @Option(names = "--seed", description = "Seed of everything random (setting seed).")
  private @Nullable Integer seed;

  @Option(names = "--out", required = true, description = "Run directory.")
  private Path out = Path.of(".");

  @Option(
      names = "--init-from",
      description = "Start from the weights of a published package, for example esvae:mnist.")
  private @Nullable String initFrom;

  @Option(
      names = "--as",
      description =
          "Publish the finished run under this name and tag, for example esvae:mine; repeatable.")
  private List<String> names = List.of();

  @Mixin private RegistryOption registry = new RegistryOption();
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();

  @Option(names = "--resume", description = "Continue the run in --out where it stands.")
  private boolean resume;

  @Override
  public Integer call() {
    // A name that cannot be published under is better known before the training than after it.
    List<ModelRef> refs = names.stream().map(ModelRef::parse).toList();
    boolean finished = train();
    if (finished && !refs.isEmpty()) {
      new Publisher(registry, evaluation, System.out).publish(RunDirectory.open(out), refs);
    }
    return 0;
  }

  /** Whether all epochs are done. */
  private boolean train() {
    Settings settings = resume ? RunDirectory.open(out).settings() : settings();
    Origin origin = Origin.of(settings, registry);
    OpenedRun opened = OpenedRun.of(settings);
    ImageSet training = opened.images(Split.TRAIN);
    ImageSet test = opened.images(Split.TEST);
    opened.pin(training);
    try (Trainable network = opened.network(training.channels(), training.labels(), registry);
        TrainingProgress shown = Terminal.training()) {
      RunDirectory run =
          resume ? RunDirectory.open(out) : RunDirectory.create(out, opened.settings());
      if (!run.hasCheckpoint()) {
        origin.start(network, training);
      }
      Trainer.Data both = new Trainer.Data(training, test, opened.preprocessing());
      Trainer trainer = new Trainer(network, opened.plan(), both, run, shown);
      return StopSignal.during(trainer, () -> finished(trainer.run(), opened.plan()));
    }
  }

  private static boolean finished(Progress progress, TrainingPlan plan) {
    if (progress.epoch() < plan.epochs()) {
      System.out.printf(
          "stopped in epoch %d of %d after %d steps; continue with --resume%n",
          progress.epoch() + 1, plan.epochs(), progress.step());
    }
    return progress.epoch() >= plan.epochs();
  }

  private Settings settings() {
    Settings settings = config == null ? Settings.none() : Settings.read(config);
    override(settings, OpenedRun.FAMILY, family);
    override(settings, OpenedRun.DATA, data == null ? null : absolute(data));
    override(settings, Origin.INIT_FROM, initFrom);
    override(settings, "epochs", epochs);
    override(settings, "seed", seed);
    set.forEach(settings::set);
    return settings;
  }

  private static void override(Settings settings, String name, @Nullable Object value) {
    if (value != null) {
      settings.set(name, value.toString());
    }
  }

  /** The run may be continued from another working directory. */
  private static String absolute(String data) {
    DatasetSource source = DatasetSource.parse(data);
    return new DatasetSource(source.name(), source.location().toAbsolutePath().normalize())
        .toString();
  }
}
