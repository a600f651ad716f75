package io.spikelet.training.family.annaudiocoder;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.pairing.ListeningSettings;
import io.spikelet.training.perceptron.LearningMethod;
import io.spikelet.training.run.Settings;

/**
 * Settings of an ordinary audiocoder beside the training plan's.
 *
 * @param listening what is heard and drawn
 * @param hiddenSize neurons between the input and the autoencoder's hidden layer; the paper has
 *     2,048
 * @param hiddenBits the autoencoder's hidden values are learnt on 2 to the power of this many
 *     levels; 0: as they are. The paper has 1, 2, 5, 10 and 15, after the time steps that the
 *     spiking network keeps
 * @param method what changes the weights
 */
record AnnAudiocoderSettings(
    ListeningSettings listening, int hiddenSize, int hiddenBits, LearningMethod method) {

  private static final int MOST_BITS = 16;

  AnnAudiocoderSettings {
    if (hiddenSize < 1) {
      throw new IllegalArgumentException("hidden-size must be at least 1, not " + hiddenSize);
    }
    if (hiddenBits < 0 || hiddenBits > MOST_BITS) {
      throw new IllegalArgumentException(
          "hidden-bits must be from 0 to %d, not %d".formatted(MOST_BITS, hiddenBits));
    }
  }

  static AnnAudiocoderSettings from(Settings settings) {
    return new AnnAudiocoderSettings(
        ListeningSettings.from(settings, ModelFamily.ANN_AUTOENCODER),
        settings.integer("hidden-size", 512),
        settings.integer("hidden-bits", 0),
        LearningMethod.from(settings));
  }
}
