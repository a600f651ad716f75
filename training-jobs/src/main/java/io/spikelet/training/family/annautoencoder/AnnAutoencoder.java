package io.spikelet.training.family.annautoencoder;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.perceptron.LearningMethod;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class AnnAutoencoder implements TrainingFamily {

  /** The paper's rate is that of gradient descent; for Adam it states none. */
  @Override
  public double learningRate(Settings settings) {
    return switch (LearningMethod.from(settings)) {
      case GRADIENT_DESCENT -> 0.1;
      case ADAM -> 0.001;
    };
  }

  @Override
  public Preprocessing preprocessing(DatasetName data, Settings settings) {
    return Preprocessing.of(data, AnnAutoencoderSettings.from(settings).imageSize());
  }

  @Override
  public Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings) {
    return AnnAutoencoderTraining.create(
        AnnAutoencoderSettings.from(settings), plan, surroundings.channels());
  }
}
