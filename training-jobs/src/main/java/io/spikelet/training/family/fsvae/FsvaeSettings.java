package io.spikelet.training.family.fsvae;

import io.spikelet.training.run.Settings;

/**
 * Settings of an FSVAE beside the training plan's.
 *
 * @param imageSize height and width of the image: 32 (the published small network) or 64 (large)
 * @param latentSize number of latent neurons; the paper has 128
 * @param timeSteps number of time steps; the paper has 16
 * @param alternatives k, what a latent spike is picked from; the paper has 20
 * @param earlyTimeSteps number of time steps in the first part of a run, which costs less the fewer
 *     there are
 * @param earlyShare share of the run's steps that the first part takes; 0 (the default): none
 * @param distance what keeps prior and posterior together
 * @param seed the run's seed
 * @param validationImages how many test images are measured after an epoch
 */
record FsvaeSettings(
    int imageSize,
    int latentSize,
    int timeSteps,
    int alternatives,
    int earlyTimeSteps,
    double earlyShare,
    LatentDistance distance,
    int seed,
    int validationImages) {

  FsvaeSettings {
    require(alternatives >= 1, "alternatives must be at least 1, not " + alternatives);
    require(
        earlyTimeSteps >= 1 && earlyTimeSteps <= timeSteps,
        "early-time-steps must be 1 to %d, not %d".formatted(timeSteps, earlyTimeSteps));
    require(earlyShare >= 0 && earlyShare < 1, "early-share must be in [0, 1), not " + earlyShare);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The number of time steps at a point of the run. */
  int timeSteps(double completed) {
    return completed < earlyShare ? earlyTimeSteps : timeSteps;
  }

  static FsvaeSettings from(Settings settings, int seed, int validationImages) {
    int timeSteps = settings.integer("time-steps", 16);
    return new FsvaeSettings(
        settings.integer("image-size", 32),
        settings.integer("latent-size", 128),
        timeSteps,
        settings.integer("alternatives", 20),
        settings.integer("early-time-steps", Math.min(4, timeSteps)),
        settings.number("early-share", 0),
        settings.choice("latent-distance", LatentDistance.MMD),
        seed,
        validationImages == 0 ? Integer.MAX_VALUE : validationImages);
  }
}
