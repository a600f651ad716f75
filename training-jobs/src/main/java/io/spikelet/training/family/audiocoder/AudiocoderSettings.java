package io.spikelet.training.family.audiocoder;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.pairing.ListeningSettings;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trace.TraceSettings;

/**
 * Settings of an audiocoder beside the training plan's.
 *
 * @param listening what is heard and drawn
 * @param network neurons between the input and the autoencoder's hidden layer, and how long a sound
 *     is shown to them; the paper has 2,048 and 60
 * @param keptSteps how many time steps of the autoencoder's hidden spikes are kept; they are
 *     repeated as long as the sound is shown. The paper has 1, 2, 5, 10 and 15
 */
record AudiocoderSettings(ListeningSettings listening, TraceSettings network, int keptSteps) {

  static AudiocoderSettings from(Settings settings) {
    return new AudiocoderSettings(
        ListeningSettings.from(settings, ModelFamily.SPIKING_AUTOENCODER),
        TraceSettings.from(settings, 512, 60),
        settings.integer("kept-steps", 10));
  }

  AudiocoderSettings {
    if (keptSteps < 1) {
      throw new IllegalArgumentException("kept-steps must be at least 1, not " + keptSteps);
    }
  }
}
