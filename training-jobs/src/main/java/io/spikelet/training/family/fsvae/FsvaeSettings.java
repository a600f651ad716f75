package io.spikelet.training.family.fsvae;

import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.TimeStepSchedule;

/**
 * Settings of an FSVAE beside the training plan's.
 *
 * @param imageSize height and width of the image: 32 (the published small network) or 64 (large)
 * @param latentSize number of latent neurons; the paper has 128
 * @param schedule number of time steps
 * @param alternatives k, what a latent spike is picked from; the paper has 20
 * @param distance what keeps prior and posterior together
 */
record FsvaeSettings(
    int imageSize,
    int latentSize,
    TimeStepSchedule schedule,
    int alternatives,
    LatentDistance distance) {

  FsvaeSettings {
    if (alternatives < 1) {
      throw new IllegalArgumentException("alternatives must be at least 1, not " + alternatives);
    }
  }

  int timeSteps() {
    return schedule.timeSteps();
  }

  static FsvaeSettings from(Settings settings) {
    return new FsvaeSettings(
        settings.integer("image-size", 32),
        settings.integer("latent-size", 128),
        TimeStepSchedule.from(settings),
        settings.integer("alternatives", 20),
        settings.choice("latent-distance", LatentDistance.MMD));
  }
}
