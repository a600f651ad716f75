package io.spikelet.training.family.esvae;

import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.TimeStepSchedule;

/**
 * Settings of an ESVAE beside the training plan's.
 *
 * @param imageSize height and width of the image: 32 (the published small network) or 64 (large)
 * @param latentSize number of latent neurons; the paper has 128
 * @param schedule number of time steps
 * @param mmdWeight factor of the discrepancy in the loss; 0.001 in the published code
 */
record EsvaeSettings(int imageSize, int latentSize, TimeStepSchedule schedule, double mmdWeight) {

  EsvaeSettings {
    if (!(mmdWeight >= 0)) {
      throw new IllegalArgumentException("mmd-weight must be at least 0, not " + mmdWeight);
    }
  }

  int timeSteps() {
    return schedule.timeSteps();
  }

  static EsvaeSettings from(Settings settings) {
    return new EsvaeSettings(
        settings.integer("image-size", 32),
        settings.integer("latent-size", 128),
        TimeStepSchedule.from(settings),
        settings.number("mmd-weight", 0.001));
  }
}
