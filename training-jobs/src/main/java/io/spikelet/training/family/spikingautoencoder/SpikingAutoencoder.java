package io.spikelet.training.family.spikingautoencoder;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class SpikingAutoencoder implements TrainingFamily {

  @Override
  public double learningRate(Settings settings) {
    return 5e-4;
  }

  @Override
  public Preprocessing preprocessing(DatasetName data, Settings settings) {
    return Preprocessing.of(data, SpikingAutoencoderSettings.from(settings).imageSize());
  }

  @Override
  public Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings) {
    return SpikingAutoencoderTraining.create(
        SpikingAutoencoderSettings.from(settings), plan, surroundings.channels());
  }
}
