package io.spikelet.training.cli;

import io.spikelet.runtime.generator.FeatureExtractor;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.Capability;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.Examples;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.dataset.Split;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spikelet evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measures a published package on data, as the service runs it.")
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "Model, for example esvae:mnist.")
  private String model = "";

  @Option(names = "--data", required = true, description = "Data set, mnist:DIRECTORY.")
  private String data = "";

  @Option(
      names = "--split",
      defaultValue = "TEST",
      description = "Part of the data: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Split split = Split.TEST;

  @Mixin private RegistryOption registry = new RegistryOption();
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();
  @Mixin private DrawingOption drawing = new DrawingOption();

  @Override
  public Integer call() {
    DatasetSource source = DatasetSource.parse(data);
    try (ImageModel measured = registry.load(model);
        ImageModel judge = registry.judge(evaluation.judge(), source.name().judgedAs().text());
        FeatureExtractor extractor = extractor(measured, source)) {
      Examples test = examples(source, measured.modelPackage().spec().image());
      System.out.printf(
          "%s on %s, %s%n", measured.modelPackage().ref(), source.name().text(), split);
      Publisher.report(
          evaluation
              .evaluator(System.out, extractor, drawing.parameters())
              .evaluate(measured, test, judge)
              .numbers(),
          System.out);
      return 0;
    }
  }

  private @Nullable FeatureExtractor extractor(ImageModel measured, DatasetSource source) {
    return measured.modelPackage().spec().offers(Capability.GENERATE)
        ? registry.extractor(evaluation.extractor(), source.name().text(), System.out)
        : null;
  }

  private Examples examples(DatasetSource source, ImageSpec image) {
    return switch (source.name().kind()) {
      case IMAGES ->
          new Examples.Pictures(
              source.open(split, Preprocessing.of(source.name(), image.height())));
      case SOUNDS -> new Examples.Sounds(source.openSounds(split));
    };
  }
}
