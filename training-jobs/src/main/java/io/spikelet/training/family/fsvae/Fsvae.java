package io.spikelet.training.family.fsvae;

import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class Fsvae implements TrainingFamily {

  @Override
  public double learningRate() {
    return 0.001;
  }

  @Override
  public int imageSize(Settings settings) {
    return FsvaeSettings.from(settings).imageSize();
  }

  @Override
  public Trainable create(Settings settings, TrainingPlan plan, int channels, int classes) {
    return FsvaeTraining.create(FsvaeSettings.from(settings), plan, channels);
  }
}
