package io.spikelet.training.family.frechetautoencoder;

import io.spikelet.training.run.Settings;

/**
 * Settings of a feature extractor beside the training plan's.
 *
 * @param imageSize height and width of the image: 32 (the small network) or 64 (large)
 * @param latentSize L, the number of features; published: 64 for grey pictures (MNIST,
 *     Fashion-MNIST), 128 for coloured ones (CIFAR-10, CelebA)
 */
record FrechetAutoencoderSettings(int imageSize, int latentSize) {

  private static final int FEATURES_OF_GREY = 64;
  private static final int FEATURES_OF_COLOUR = 128;

  static FrechetAutoencoderSettings from(Settings settings, int channels) {
    int usual = channels == 1 ? FEATURES_OF_GREY : FEATURES_OF_COLOUR;
    return new FrechetAutoencoderSettings(
        imageSize(settings), settings.integer("latent-size", usual));
  }

  static int imageSize(Settings settings) {
    return settings.integer("image-size", 32);
  }
}
