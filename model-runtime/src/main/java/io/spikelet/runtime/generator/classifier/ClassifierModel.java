package io.spikelet.runtime.generator.classifier;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.ModelPackage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A loaded classifier: softmax scores of the package's labels for an image of any size, which is
 * prepared to the size and range that the classifier was trained on.
 *
 * <p>Its graph maps {@code image [N, C, H, W]} to {@code scores [N, K]}, row by row independently.
 */
public final class ClassifierModel extends GraphModel {

  private final List<String> labels;
  private final ImageSpec image;
  private final NetworkActivity activity;

  private ClassifierModel(ModelPackage modelPackage, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.labels = modelPackage.spec().labels();
    this.image = modelPackage.spec().image();
    this.activity = graphs.activityWithoutSpikes(GraphRole.CLASSIFIER);
  }

  /**
   * Opens the package's classifier.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if it has none
   * @throws io.spikelet.runtime.engine.EngineException if it is no valid graph
   */
  public static ClassifierModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return opened(
        modelPackage,
        engine,
        Set.of(GraphRole.CLASSIFIER),
        graphs -> new ClassifierModel(modelPackage, graphs));
  }

  @Override
  public List<Classification> classify(List<Image> images) {
    rules.require(Capability.CLASSIFY);
    long start = System.nanoTime();
    List<float[]> scores = Batches.inPieces(images, graphs.imagesPerRun(), this::scores);
    StageTimes times = new StageTimes(0, System.nanoTime() - start);
    return scores.stream().map(own -> classification(own, times)).toList();
  }

  private List<float[]> scores(List<Image> images) {
    Tensor input = ImageBatch.prepared(images, image);
    float[] scores = graphs.run(GraphRole.CLASSIFIER, "image", input).floats("scores").data();
    if (scores.length != images.size() * labels.size()) {
      throw graphs.unusable("it has %d labels, but other scores".formatted(labels.size()));
    }
    List<float[]> rows = new ArrayList<>(images.size());
    for (int n = 0; n < images.size(); n++) {
      rows.add(Arrays.copyOfRange(scores, n * labels.size(), (n + 1) * labels.size()));
    }
    return rows;
  }

  private Classification classification(float[] scores, StageTimes times) {
    int best = 0;
    for (int label = 1; label < scores.length; label++) {
      best = scores[label] > scores[best] ? label : best;
    }
    return new Classification(best, labels.get(best), scores, activity, times);
  }
}
