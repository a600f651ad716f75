package io.spikelet.training.family.audiocoder;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.pairing.ListeningSettings;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trace.LeakyNeuron;

/**
 * Settings of an audiocoder beside the training plan's.
 *
 * @param listening what is heard and drawn
 * @param hiddenSize neurons between the input and the autoencoder's hidden layer; the paper has
 *     2,048
 * @param timeSteps how long a sound is shown; the paper has 60
 * @param keptSteps how many time steps of the autoencoder's hidden spikes are kept; they are
 *     repeated as long as the sound is shown. The paper has 1, 2, 5, 10 and 15
 * @param neuron leak and threshold of the audio network's neurons
 * @param masked whether only neurons that fired wrongly learn, as published
 * @param initialGain factor of the initial weights' range {@code 1 / sqrt(inputs)}
 */
record AudiocoderSettings(
    ListeningSettings listening,
    int hiddenSize,
    int timeSteps,
    int keptSteps,
    LeakyNeuron neuron,
    boolean masked,
    double initialGain) {

  static AudiocoderSettings from(Settings settings) {
    return new AudiocoderSettings(
        ListeningSettings.from(settings, ModelFamily.SPIKING_AUTOENCODER),
        settings.integer("hidden-size", 512),
        settings.integer("time-steps", 60),
        settings.integer("kept-steps", 10),
        new LeakyNeuron(
            (float) settings.number("leak", 0.1), (float) settings.number("threshold", 1)),
        settings.flag("mask", true),
        settings.number("initial-gain", 1));
  }

  AudiocoderSettings {
    requireAtLeastOne("hidden-size", hiddenSize);
    requireAtLeastOne("time-steps", timeSteps);
    requireAtLeastOne("kept-steps", keptSteps);
    if (!(initialGain > 0)) {
      throw new IllegalArgumentException("initial-gain must be above 0, not " + initialGain);
    }
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
