package io.spikelet.training.family.annaudiocoder;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.pairing.ListeningFamily;
import io.spikelet.training.perceptron.LearningMethod;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class AnnAudiocoder extends ListeningFamily {

  /** A door. */
  public AnnAudiocoder() {
    super(ModelFamily.ANN_AUTOENCODER);
  }

  /** The paper's rate is taken for that of Adam; for gradient descent the autoencoder's. */
  @Override
  public double learningRate(Settings settings) {
    return switch (LearningMethod.from(settings)) {
      case GRADIENT_DESCENT -> 0.1;
      case ADAM -> 1e-4;
    };
  }

  @Override
  public Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings) {
    return AnnAudiocoderTraining.create(settings, plan, surroundings);
  }
}
