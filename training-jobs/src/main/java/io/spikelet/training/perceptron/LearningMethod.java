package io.spikelet.training.perceptron;

import io.spikelet.training.run.Settings;
import io.spikelet.training.layer.State;
import io.spikelet.training.trainer.Optimiser;

/** What changes a perceptron's weights; the paper compares both (setting {@code optimiser}). */
public enum LearningMethod {
  /** Plain gradient descent, with decay times weight added to the gradient. */
  GRADIENT_DESCENT,
  /** Adam, with decay times weight added to the gradient. */
  ADAM;

  /** Takes the setting. */
  public static LearningMethod from(Settings settings) {
    return settings.choice("optimiser", GRADIENT_DESCENT);
  }

  /** The optimiser of a network's parameters. */
  public Optimiser of(State state, double weightDecay) {
    return switch (this) {
      case GRADIENT_DESCENT -> Optimiser.gradientDescent(state, weightDecay);
      case ADAM -> Optimiser.adam(state, weightDecay);
    };
  }
}
