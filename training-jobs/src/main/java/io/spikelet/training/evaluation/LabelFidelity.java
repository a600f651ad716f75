package io.spikelet.training.evaluation;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.image.Image;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures a model that draws by label: whether its images show what was asked for, and whether
 * they differ as much as real ones do. One memorised image a label would pass the first alone,
 * noise the second.
 *
 * <p>As many images of each label are generated: image k, with the random stream (k, 0), of label k
 * modulo the number of labels.
 */
final class LabelFidelity {

  private final ImageModel model;
  private final EvaluationSettings settings;
  private final ParallelBatches batches;
  private final List<String> labels;
  private final int each;

  /** Of a model, with as many images as the settings have samples, at least two of each label. */
  LabelFidelity(ImageModel model, EvaluationSettings settings, ParallelBatches batches) {
    this.model = model;
    this.settings = settings;
    this.batches = batches;
    this.labels = model.modelPackage().spec().labels();
    this.each = Math.max(2, settings.samples() / labels.size());
  }

  /**
   * Generates and measures.
   *
   * @param judge a classifier of the same labels; null: what images show is not measured
   * @throws EvaluationException if the labels of test images or judge are others, or a label has
   *     fewer than two test images
   */
  Measurement measure(TestImages test, @Nullable ImageModel judge) {
    test.requireClasses(labels);
    int count = each * labels.size();
    Image[] images = new Image[count];
    boolean[] right = new boolean[count];
    batches.run(
        "generating samples of each label",
        count,
        (from, to) -> {
          List<Image> drawn = drawn(from, to);
          for (int k = from; k < to; k++) {
            images[k] = drawn.get(k - from);
          }
          if (judge != null) {
            judge(judge, drawn, from, right);
          }
        });
    return new Measurement.Labels(
        count,
        judge == null ? Map.of() : byLabel(label -> share(right, label)),
        byLabel(label -> ratio(images, label, test)));
  }

  private List<Image> drawn(int from, int to) {
    List<GenerateTask> tasks =
        IntStream.range(from, to)
            .mapToObj(k -> settings.sample(k, labels.get(k % labels.size())))
            .toList();
    return model.generate(tasks).stream().map(GeneratedImage::image).toList();
  }

  private void judge(ImageModel judge, List<Image> drawn, int from, boolean[] right) {
    List<Classification> read = judge.classify(drawn);
    for (int i = 0; i < drawn.size(); i++) {
      right[from + i] = read.get(i).label() == (from + i) % labels.size();
    }
  }

  private Map<String, Double> byLabel(IntToDoubleFunction measured) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int label = 0; label < labels.size(); label++) {
      values.put(labels.get(label), measured.applyAsDouble(label));
    }
    return values;
  }

  private double share(boolean[] right, int label) {
    return ofLabel(label).mapToDouble(k -> right[k] ? 1 : 0).average().orElseThrow();
  }

  private double ratio(Image[] images, int label, TestImages test) {
    List<Image> generated = ofLabel(label).mapToObj(k -> images[k]).toList();
    return PairwiseDistance.mean(generated) / PairwiseDistance.mean(test.ofLabel(label, each));
  }

  private IntStream ofLabel(int label) {
    return IntStream.range(0, each).map(i -> i * labels.size() + label);
  }
}
