package io.spikelet.training.family.annvae;

import io.spikelet.training.run.Settings;

/**
 * Settings of an ordinary variational autoencoder beside the training plan's.
 *
 * @param imageSize height and width of the image: 32 (the small network) or 64 (large)
 * @param latentSize size of the latent code; the paper has 128
 * @param kldWeight factor of the divergence in the loss. Published: one over the number of batches
 *     of 250 among the training images, 1/240 for MNIST and Fashion-MNIST, which is the default
 *     whatever the batch, so that another batch size does not change what is minimised
 */
record AnnVaeSettings(int imageSize, int latentSize, double kldWeight) {

  private static final double PUBLISHED_KLD_WEIGHT = 1.0 / 240;

  AnnVaeSettings {
    if (!(kldWeight >= 0)) {
      throw new IllegalArgumentException("kld-weight must be at least 0, not " + kldWeight);
    }
  }

  static AnnVaeSettings from(Settings settings) {
    return new AnnVaeSettings(
        settings.integer("image-size", 32),
        settings.integer("latent-size", 128),
        settings.number("kld-weight", PUBLISHED_KLD_WEIGHT));
  }
}
