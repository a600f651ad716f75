package io.spikelet.training.family.audiocoder;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.pairing.ListeningFamily;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class Audiocoder extends ListeningFamily {

  /** A door. */
  public Audiocoder() {
    super(ModelFamily.SPIKING_AUTOENCODER);
  }

  @Override
  public double learningRate(Settings settings) {
    return 5e-5;
  }

  @Override
  public Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings) {
    return AudiocoderTraining.create(settings, plan, surroundings);
  }
}
