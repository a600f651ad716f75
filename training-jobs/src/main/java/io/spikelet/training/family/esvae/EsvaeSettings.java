package io.spikelet.training.family.esvae;

import io.spikelet.training.run.Settings;

/**
 * Settings of an ESVAE beside the training plan's.
 *
 * @param imageSize height and width of the image: 32 (the published small network) or 64 (large)
 * @param latentSize number of latent neurons; the paper has 128
 * @param timeSteps number of time steps; the paper has 16
 * @param mmdWeight factor of the discrepancy in the loss; 0.001 in the published code
 * @param seed the run's seed
 * @param validationImages how many test images are measured after an epoch
 */
record EsvaeSettings(
    int imageSize,
    int latentSize,
    int timeSteps,
    double mmdWeight,
    int seed,
    int validationImages) {

  static EsvaeSettings from(Settings settings, int seed, int validationImages) {
    return new EsvaeSettings(
        settings.integer("image-size", 32),
        settings.integer("latent-size", 128),
        settings.integer("time-steps", 16),
        settings.number("mmd-weight", 0.001),
        seed,
        validationImages == 0 ? Integer.MAX_VALUE : validationImages);
  }
}
