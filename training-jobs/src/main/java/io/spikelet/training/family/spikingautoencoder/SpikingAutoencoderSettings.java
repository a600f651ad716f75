package io.spikelet.training.family.spikingautoencoder;

import io.spikelet.training.run.Settings;
import io.spikelet.training.trace.TraceSettings;

/**
 * Settings of a spiking autoencoder beside the training plan's.
 *
 * @param imageSize height and width of the image; the paper has 28
 * @param network hidden size, time steps and neurons; the paper has 196 and 15 for MNIST
 */
record SpikingAutoencoderSettings(int imageSize, TraceSettings network) {

  SpikingAutoencoderSettings {
    if (imageSize < 1) {
      throw new IllegalArgumentException("image-size must be at least 1, not " + imageSize);
    }
  }

  static SpikingAutoencoderSettings from(Settings settings) {
    return new SpikingAutoencoderSettings(
        settings.integer("image-size", 28), TraceSettings.from(settings, 196, 15));
  }
}
