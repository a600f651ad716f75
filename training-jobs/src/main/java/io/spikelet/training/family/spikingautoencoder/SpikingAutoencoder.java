package io.spikelet.training.family.spikingautoencoder;

import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class SpikingAutoencoder implements TrainingFamily {

  @Override
  public double learningRate() {
    return 5e-4;
  }

  @Override
  public int imageSize(Settings settings) {
    return SpikingAutoencoderSettings.from(settings).imageSize();
  }

  @Override
  public Trainable create(Settings settings, TrainingPlan plan, int channels, int classes) {
    return SpikingAutoencoderTraining.create(
        SpikingAutoencoderSettings.from(settings), plan, channels);
  }
}
