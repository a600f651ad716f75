package io.spikelet.training.family.frechetautoencoder;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class FrechetAutoencoder implements TrainingFamily {

  @Override
  public double learningRate(Settings settings) {
    return 0.001;
  }

  @Override
  public Preprocessing preprocessing(DatasetName data, Settings settings) {
    return Preprocessing.of(data, FrechetAutoencoderSettings.imageSize(settings));
  }

  @Override
  public Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings) {
    int channels = surroundings.channels();
    return FrechetAutoencoderTraining.create(
        FrechetAutoencoderSettings.from(settings, channels), plan, channels);
  }
}
