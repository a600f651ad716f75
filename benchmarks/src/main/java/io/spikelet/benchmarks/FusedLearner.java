package io.spikelet.benchmarks;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.family.Families;
import io.spikelet.training.layer.State;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** The ESVAE as the batch program trains it. */
final class FusedLearner implements Learner {

  private final Trainable network;

  FusedLearner(Workload workload) {
    Surroundings surroundings =
        new Surroundings(Workload.CHANNELS, List.of(), FusedLearner::refuse);
    this.network =
        Families.of(ModelFamily.ESVAE).create(workload.settings(), workload.plan(), surroundings);
  }

  private static ModelPackage refuse(String ref) {
    throw new IllegalStateException("an ESVAE builds on no published model such as " + ref);
  }

  @Override
  public State state() {
    return network.state();
  }

  @Override
  public double learn(Tensor images, long step) {
    int[] labels = new int[Math.toIntExact(images.size(0))];
    Map<String, Double> losses =
        network.step(new Batch(images, labels, new int[labels.length], step, 0, 0.001));
    return losses.getOrDefault("loss", Double.NaN);
  }

  Trainable network() {
    return network;
  }

  @Override
  public void close() {
    network.close();
  }
}
