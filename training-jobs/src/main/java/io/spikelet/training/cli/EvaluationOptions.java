package io.spikelet.training.cli;

import io.spikelet.runtime.energy.EnergyProfiles;
import io.spikelet.runtime.generator.FeatureExtractor;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.training.evaluation.EvaluationSettings;
import io.spikelet.training.evaluation.Evaluator;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is measured, and how much of it. */
final class EvaluationOptions {

  @Option(
      names = "--test-images",
      defaultValue = "0",
      description = "Test images to measure; 0 for all (default: ${DEFAULT-VALUE}).")
  private int testImages;

  @Option(
      names = "--samples",
      defaultValue = "1000",
      description = "Images to generate (default: ${DEFAULT-VALUE}).")
  private int samples = 1000;

  @Option(
      names = "--judge",
      description = "Classifier for the readable share (default: classifier:<data set>).")
  private @Nullable String judge;

  @Option(
      names = "--extractor",
      description =
          "Feature extractor for fad, the Frechet autoencoder distance (default:"
              + " frechet-autoencoder:<data set>).")
  private @Nullable String extractor;

  @Option(
      names = "--fad-images",
      defaultValue = "" + EvaluationSettings.PUBLISHED_COMPARED_IMAGES,
      description = "Images to generate for fad (default: ${DEFAULT-VALUE}).")
  private int fadImages = EvaluationSettings.PUBLISHED_COMPARED_IMAGES;

  @Nullable String judge() {
    return judge;
  }

  @Nullable String extractor() {
    return extractor;
  }

  /**
   * An evaluator.
   *
   * @param drawing parameters of the generated images
   */
  Evaluator evaluator(
      PrintStream out, @Nullable FeatureExtractor compared, TaskParameters drawing) {
    EvaluationSettings settings =
        EvaluationSettings.standard(EnergyProfiles.load().get(EnergyProfiles.DEFAULT))
            .limitedTo(testImages, samples)
            .comparing(fadImages)
            .drawing(drawing);
    return new Evaluator(settings, Terminal.evaluation(out), compared);
  }
}
