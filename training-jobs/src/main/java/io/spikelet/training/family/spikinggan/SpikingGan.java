package io.spikelet.training.family.spikinggan;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class SpikingGan implements TrainingFamily {

  @Override
  public double learningRate(Settings settings) {
    return 0.1;
  }

  @Override
  public Preprocessing preprocessing(DatasetName data, Settings settings) {
    return Preprocessing.of(data, SpikingGanSettings.from(settings).imageSize());
  }

  /**
   * Makes networks with fresh weights.
   *
   * @throws RunException if the data has no classes
   */
  @Override
  public Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings) {
    if (surroundings.labels().isEmpty()) {
      throw new RunException("spiking-gan learns a pair for each label, but the data has none");
    }
    return SpikingGanTraining.create(SpikingGanSettings.from(settings), plan, surroundings);
  }
}
