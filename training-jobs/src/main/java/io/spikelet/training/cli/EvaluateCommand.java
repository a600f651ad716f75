package io.spikelet.training.cli;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.dataset.Split;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spikelet evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measures a published package on test images, as the service runs it.")
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "Model, for example esvae:mnist.")
  private String model = "";

  @Option(names = "--data", required = true, description = "Data set, mnist:DIRECTORY.")
  private String data = "";

  @Mixin private RegistryOption registry = new RegistryOption();
  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();

  @Override
  public Integer call() {
    DatasetSource source = DatasetSource.parse(data);
    try (ImageModel measured = registry.load(model);
        ImageModel judge = registry.judge(evaluation.judge(), source.name().text())) {
      ImageSpec image = measured.modelPackage().spec().image();
      ImageSet test = source.open(Split.TEST, Preprocessing.of(source.name(), image.height()));
      System.out.printf("%s on %s%n", measured.modelPackage().ref(), source.name().text());
      Publisher.report(
          evaluation.evaluator(System.out).evaluate(measured, test, judge).numbers(), System.out);
      return 0;
    }
  }
}
