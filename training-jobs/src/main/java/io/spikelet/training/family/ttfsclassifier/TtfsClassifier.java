package io.spikelet.training.family.ttfsclassifier;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class TtfsClassifier implements TrainingFamily {

  @Override
  public double learningRate(Settings settings) {
    return 0.2;
  }

  @Override
  public Preprocessing preprocessing(DatasetName data, Settings settings) {
    return Preprocessing.of(data, TtfsClassifierSettings.from(settings).imageSize());
  }

  /**
   * Makes a classifier with fresh weights.
   *
   * @throws RunException if the data has no classes
   */
  @Override
  public Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings) {
    int classes = surroundings.labels().size();
    if (classes < 2) {
      throw new RunException("a classifier needs data of two or more classes, this has " + classes);
    }
    return TtfsClassifierTraining.create(
        TtfsClassifierSettings.from(settings), plan, surroundings.channels(), classes);
  }
}
