package io.spikelet.training.cli;

import io.spikelet.runtime.generator.FeatureExtractor;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.PackageDraft;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.Examples;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.PackageAssembly;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.publication.Publication;
import io.spikelet.training.publication.TrainedRun;
import io.spikelet.training.run.Progress;
import io.spikelet.training.run.RunDirectory;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Exports, measures and publishes a run: what {@code publish} does, and {@code train --as}. */
final class Publisher {

  private final RegistryOption registry;
  private final EvaluationOptions evaluation;
  private final PrintStream out;

  Publisher(RegistryOption registry, EvaluationOptions evaluation, PrintStream out) {
    this.registry = registry;
    this.evaluation = evaluation;
    this.out = out;
  }

  void publish(RunDirectory run, List<ModelRef> refs) {
    OpenedRun opened = OpenedRun.of(run.settings());
    Examples test = opened.test();
    try (Trainable network = opened.network(test.channels(), test.labels(), registry)) {
      Progress progress = run.load(network.state());
      Publication publication =
          new Publication(
              opened.family(),
              refs.getFirst(),
              trained(opened, progress, test.labels(), run.epochs()));
      PackageDraft draft = draft(publication, opened, network.export(WeightStorage.FLOAT16), test);
      report(draft.spec().evaluation(), out);
      Digest digest = registry.open().publish(draft, refs);
      out.printf(
          "published %s as %s%n",
          digest.value(), refs.stream().map(ModelRef::tagged).collect(Collectors.joining(", ")));
    }
  }

  private PackageDraft draft(
      Publication publication, OpenedRun opened, ExportedNetwork network, Examples test) {
    try (ImageModel judge =
            registry.judge(evaluation.judge(), opened.source().name().judgedAs().text());
        FeatureExtractor extractor = extractor(opened, network)) {
      return publication.draft(
          network,
          evaluation.evaluator(out, extractor, TaskParameters.NONE),
          test,
          judgeOf(judge, opened));
    }
  }

  private @Nullable FeatureExtractor extractor(OpenedRun opened, ExportedNetwork network) {
    return PackageAssembly.capabilities(opened.family(), network.graphs().keySet())
            .contains(Capability.GENERATE)
        ? registry.extractor(evaluation.extractor(), opened.source().name().text(), out)
        : null;
  }

  /** A classifier is not its own judge. */
  private static @Nullable ImageModel judgeOf(@Nullable ImageModel judge, OpenedRun opened) {
    return switch (opened.family()) {
      case CLASSIFIER, TTFS_CLASSIFIER -> null;
      case ESVAE,
          FSVAE,
          SPIKING_DIFFUSION,
          ANN_VAE,
          SPIKING_AUTOENCODER,
          AUDIOCODER,
          ANN_AUTOENCODER,
          ANN_AUDIOCODER,
          SPIKING_GAN,
          ANN_GAN,
          FRECHET_AUTOENCODER ->
          judge;
    };
  }

  private static TrainedRun trained(
      OpenedRun opened, Progress progress, List<String> labels, List<Map<String, Double>> epochs) {
    Settings settings = opened.settings();
    Map<String, String> told = new TreeMap<>(settings.inForce());
    String digest = settings.text(OpenedRun.DATA_DIGEST, "");
    Origin origin = Origin.of(settings);
    List.of(OpenedRun.FAMILY, OpenedRun.DATA, OpenedRun.DATA_DIGEST).forEach(told::remove);
    told.replaceAll((_, value) -> DatasetSource.withoutPlace(value));
    return new TrainedRun(
        told,
        opened.source().name(),
        digest,
        opened.plan().seed(),
        progress,
        labels,
        origin.startedFrom(),
        origin.images(),
        epochs);
  }

  static void report(Map<String, Double> numbers, PrintStream out) {
    numbers.forEach((name, value) -> out.printf("%-40s %.6g%n", name, value));
  }
}
