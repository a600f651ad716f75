package io.spikelet.training.evaluation;

import io.spikelet.runtime.generator.FeatureExtractor;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The Frechet autoencoder distance between generated and test images, in batches of 256 as in the
 * published code of FSVAE. The extractor prepares images that are not of its size and range, those
 * of both sides in the same way, on 8-bit levels.
 */
final class AutoencoderComparison {

  private static final int BATCH = 256;

  private final FeatureExtractor extractor;
  private final ParallelBatches batches;

  /** Images by their numbers {@code from .. to-1}. */
  @FunctionalInterface
  interface Images {
    List<Image> range(int from, int to);
  }

  /** The features of a number of images, a row each; filled by several threads. */
  private record Features(float[][] own, float[][] ofBatch) {

    Features(int images) {
      this(new float[images][], new float[images][]);
    }
  }

  AutoencoderComparison(FeatureExtractor extractor, ParallelBatches batches) {
    this.extractor = extractor;
    this.batches = batches;
  }

  /** Compares as many generated images as the settings say with all test images. */
  Measurement distance(ImageModel model, TestImages test, EvaluationSettings settings) {
    Images generated = (from, to) -> generated(model, settings, from, to);
    return distance(settings.comparedImages(), generated, test.size(), test::images);
  }

  /** Compares images with others, to be the test images. */
  Measurement.AutoencoderDistance distance(
      int count, Images images, int testCount, Images testImages) {
    if (testCount < 2) {
      throw new EvaluationException("fad needs two test images at least, not " + testCount);
    }
    Features real = features("test images as a whole", testCount, testImages);
    Features drawn = features("generated images as a whole", count, images);
    return new Measurement.AutoencoderDistance(
        count,
        FrechetDistance.between(Arrays.asList(drawn.own()), Arrays.asList(real.own())),
        FrechetDistance.between(Arrays.asList(drawn.ofBatch()), Arrays.asList(real.ofBatch())));
  }

  private static List<Image> generated(
      ImageModel model, EvaluationSettings settings, int from, int to) {
    List<GenerateTask> tasks = IntStream.range(from, to).mapToObj(settings::sample).toList();
    return model.generate(tasks).stream().map(GeneratedImage::image).toList();
  }

  private Features features(String stage, int count, Images images) {
    Features features = new Features(count);
    batches.run(
        stage,
        count,
        BATCH,
        (from, to) -> {
          List<Image> batch = images.range(from, to);
          put(extractor.features(batch), features.own(), from);
          put(extractor.featuresOfBatch(batch), features.ofBatch(), from);
        });
    return features;
  }

  private static void put(List<float[]> rows, float[][] all, int from) {
    for (int i = 0; i < rows.size(); i++) {
      all[from + i] = rows.get(i);
    }
  }
}
