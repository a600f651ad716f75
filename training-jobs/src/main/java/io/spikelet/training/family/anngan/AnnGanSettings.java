package io.spikelet.training.family.anngan;

import io.spikelet.training.run.Settings;
import io.spikelet.training.selection.KeptGenerators;

/**
 * Settings of an ordinary GAN beside the training plan's.
 *
 * @param imageSize height and width of the image; the paper has 28
 * @param latentSize noise values that an image is made of; the paper has 100
 * @param hiddenSize neurons of each network's hidden layer; the paper has 400
 * @param keep which state of a generator is kept
 * @param comparedImages images of each label, generated and real, that decide which one is the best
 */
record AnnGanSettings(
    int imageSize, int latentSize, int hiddenSize, KeptGenerators.Choice keep, int comparedImages) {

  AnnGanSettings {
    requireAtLeast(1, "image-size", imageSize);
    requireAtLeast(1, "latent-size", latentSize);
    requireAtLeast(1, "hidden-size", hiddenSize);
    requireAtLeast(2, "compared-images", comparedImages);
  }

  static AnnGanSettings from(Settings settings) {
    return new AnnGanSettings(
        settings.integer("image-size", 28),
        settings.integer("latent-size", 100),
        settings.integer("hidden-size", 400),
        KeptGenerators.Choice.from(settings),
        settings.integer("compared-images", 500));
  }

  private static void requireAtLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, not %d".formatted(name, least, value));
    }
  }
}
