package io.spikelet.training.family.annvae;

import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class AnnVae implements TrainingFamily {

  @Override
  public double learningRate() {
    return 0.001;
  }

  @Override
  public int imageSize(Settings settings) {
    return AnnVaeSettings.from(settings).imageSize();
  }

  @Override
  public Trainable create(Settings settings, TrainingPlan plan, int channels, int classes) {
    return AnnVaeTraining.create(AnnVaeSettings.from(settings), plan, channels);
  }
}
