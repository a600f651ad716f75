package io.spikelet.training.trainer;

import io.spikelet.training.run.Settings;

/**
 * How a run learns, whatever the family.
 *
 * @param epochs passes over the training images
 * @param batchSize images a step
 * @param seed of everything random in the run
 * @param learningRate of AdamW for all parameters but the bottleneck's, at the start
 * @param bottleneckFactor how many times as fast the bottleneck learns
 * @param weightDecay of AdamW, decoupled, on every parameter
 * @param schedule how the learning rate changes
 * @param warmUpSteps steps over which the learning rate first rises linearly
 * @param trainingImages how many of the training images are used; 0 for all
 * @param validationImages how many test images are measured after an epoch; 0 for all
 */
public record TrainingPlan(
    int epochs,
    int batchSize,
    int seed,
    double learningRate,
    double bottleneckFactor,
    double weightDecay,
    Schedule schedule,
    int warmUpSteps,
    int trainingImages,
    int validationImages) {

  /** How the learning rate changes over a run. */
  public enum Schedule {
    /** Not at all, as published. */
    CONSTANT,
    /** Half a cosine, down to a hundredth of the start. */
    COSINE
  }

  public TrainingPlan {
    require(epochs >= 1, "epochs must be at least 1, not " + epochs);
    require(batchSize >= 2, "batch-size must be at least 2, not " + batchSize);
    require(seed >= 0, "seed must be at least 0, not " + seed);
    require(learningRate > 0, "learning-rate must be above 0, not " + learningRate);
    require(bottleneckFactor > 0, "bottleneck-factor must be above 0, not " + bottleneckFactor);
    require(weightDecay >= 0, "weight-decay must be at least 0, not " + weightDecay);
    require(warmUpSteps >= 0, "warm-up-steps must be at least 0, not " + warmUpSteps);
    require(trainingImages >= 0, "training-images must be at least 0, not " + trainingImages);
    require(validationImages >= 0, "validation-images must be at least 0, not " + validationImages);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Takes the plan's settings; what is absent has the given learning rate and common defaults. */
  public static TrainingPlan from(Settings settings, double learningRate) {
    return new TrainingPlan(
        settings.integer("epochs", 10),
        settings.integer("batch-size", 64),
        settings.integer("seed", 42),
        settings.number("learning-rate", learningRate),
        settings.number("bottleneck-factor", 10),
        settings.number("weight-decay", 0.001),
        settings.choice("schedule", Schedule.COSINE),
        settings.integer("warm-up-steps", 0),
        settings.integer("training-images", 0),
        settings.integer("validation-images", 1000));
  }

  /** The base learning rate of a step. */
  double learningRate(long step, long steps) {
    double factor =
        switch (schedule) {
          case CONSTANT -> 1;
          case COSINE -> 0.01 + 0.99 * (1 + Math.cos(Math.PI * step / steps)) / 2;
        };
    double warmth = step < warmUpSteps ? (step + 1.0) / warmUpSteps : 1;
    return learningRate * factor * warmth;
  }
}
