package io.spikelet.runtime.generator.ttfsclassifier;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.Decision;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A loaded classifier of integrate-and-fire neurons that fire at most once; {@link Decision} says
 * how it decides. It needs no more time steps than up to the first output spike, and no more are
 * counted; where no output neuron fires, all are.
 *
 * <p>Its graph maps {@code image [N, C, H, W]} to {@code times [N, K]}, when the neuron of every
 * class fires, from 0 to T, which stands for never, and {@code potentials [N, K]} of these neurons
 * at the time of the decision. Row by row independently.
 *
 * <p>Sources: S4NN (Kheradpisheh and Masquelier, 2020); Spiking-GAN, section 7.
 */
public final class TtfsClassifierModel extends GraphModel {

  private final List<String> labels;
  private final int timeSteps;

  private TtfsClassifierModel(ModelPackage modelPackage, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.labels = spec.labels();
    this.timeSteps = spec.timeSteps();
  }

  /** What the graph says about one image. */
  private record Answer(Decision decision, float[] potentials, NetworkActivity activity) {}

  /**
   * Opens the package's classifier.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if it has none
   * @throws io.spikelet.runtime.engine.EngineException if it is no valid graph
   */
  public static TtfsClassifierModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return opened(
        modelPackage,
        engine,
        Set.of(GraphRole.CLASSIFIER),
        graphs -> new TtfsClassifierModel(modelPackage, graphs));
  }

  @Override
  public List<Classification> classify(List<Image> images) {
    rules.require(Capability.CLASSIFY);
    long start = System.nanoTime();
    List<Answer> answers = Batches.inPieces(images, graphs.imagesPerRun(), this::answers);
    StageTimes times = new StageTimes(0, System.nanoTime() - start);
    return answers.stream().map(answer -> classification(answer, times)).toList();
  }

  private List<Answer> answers(List<Image> images) {
    Tensors outputs =
        graphs.run(GraphRole.CLASSIFIER, "image", ImageBatch.prepared(images, spec.image()));
    long[] times = outputs.longs("times").data();
    float[] potentials = outputs.floats("potentials").data();
    int classes = labels.size();
    if (times.length != images.size() * classes || potentials.length != times.length) {
      throw graphs.unusable("it has %d labels, but other output neurons".formatted(classes));
    }
    List<Answer> answers = new ArrayList<>(images.size());
    for (int n = 0; n < images.size(); n++) {
      List<Integer> own =
          Arrays.stream(times, n * classes, (n + 1) * classes).mapToObj(t -> (int) t).toList();
      float[] ownPotentials = Arrays.copyOfRange(potentials, n * classes, (n + 1) * classes);
      answers.add(answer(own, ownPotentials, graphs.activity(GraphRole.CLASSIFIER, outputs, n)));
    }
    return answers;
  }

  private Answer answer(List<Integer> times, float[] potentials, NetworkActivity activity) {
    Decision decision = new Decision(times, timeSteps, activity.operations().spikes());
    int taken = Math.min(decision.time() + 1, timeSteps);
    return new Answer(decision, potentials, activity.during(taken, timeSteps));
  }

  private Classification classification(Answer answer, StageTimes times) {
    int label = answer.decision().label(answer.potentials());
    return new Classification(
        label,
        labels.get(label),
        scores(answer.decision()),
        answer.activity(),
        times,
        answer.decision());
  }

  /** {@code (T - t) / T}: 1 for a neuron that fires at once, 0 for one that never does. */
  private float[] scores(Decision decision) {
    float[] scores = new float[labels.size()];
    IntStream.range(0, scores.length)
        .forEach(
            label ->
                scores[label] =
                    (float) (timeSteps - decision.outputTimes().get(label)) / timeSteps);
    return scores;
  }
}
