package io.spikelet.training.family.esvae;

import io.spikelet.training.run.Settings;

/**
 * Settings of an ESVAE beside the training plan's.
 *
 * @param imageSize height and width of the image: 32 (the published small network) or 64 (large)
 * @param latentSize number of latent neurons; the paper has 128
 * @param timeSteps number of time steps; the paper has 16
 * @param earlyTimeSteps number of time steps in the first part of a run, which costs less the fewer
 *     there are; the network learns with them and is then trained on with all
 * @param earlyShare share of the run's steps that the first part takes; 0 (the default): none
 * @param mmdWeight factor of the discrepancy in the loss; 0.001 in the published code
 * @param seed the run's seed
 * @param validationImages how many test images are measured after an epoch
 */
record EsvaeSettings(
    int imageSize,
    int latentSize,
    int timeSteps,
    int earlyTimeSteps,
    double earlyShare,
    double mmdWeight,
    int seed,
    int validationImages) {

  EsvaeSettings {
    if (!(earlyTimeSteps >= 1 && earlyTimeSteps <= timeSteps)) {
      throw new IllegalArgumentException(
          "early-time-steps must be 1 to %d, not %d".formatted(timeSteps, earlyTimeSteps));
    }
    if (!(earlyShare >= 0 && earlyShare < 1)) {
      throw new IllegalArgumentException("early-share must be in [0, 1), not " + earlyShare);
    }
    if (!(mmdWeight >= 0)) {
      throw new IllegalArgumentException("mmd-weight must be at least 0, not " + mmdWeight);
    }
  }

  /** The number of time steps at a point of the run. */
  int timeSteps(double completed) {
    return completed < earlyShare ? earlyTimeSteps : timeSteps;
  }

  static EsvaeSettings from(Settings settings, int seed, int validationImages) {
    int timeSteps = settings.integer("time-steps", 16);
    return new EsvaeSettings(
        settings.integer("image-size", 32),
        settings.integer("latent-size", 128),
        timeSteps,
        settings.integer("early-time-steps", Math.min(4, timeSteps)),
        settings.number("early-share", 0),
        settings.number("mmd-weight", 0.001),
        seed,
        validationImages == 0 ? Integer.MAX_VALUE : validationImages);
  }
}
