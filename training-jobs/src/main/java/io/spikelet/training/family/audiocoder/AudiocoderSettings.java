package io.spikelet.training.family.audiocoder;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.training.dataset.SoundSelection;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trace.LeakyNeuron;

/**
 * Settings of an audiocoder beside the training plan's.
 *
 * @param frontEnd how a sound becomes the network's input; the paper's sizes are 39 channels and
 *     1,500 frames
 * @param hiddenSize neurons between the input and the autoencoder's hidden layer; the paper has
 *     2,048
 * @param timeSteps how long a sound is shown; the paper has 60
 * @param keptSteps how many time steps of the autoencoder's hidden spikes are kept; they are
 *     repeated as long as the sound is shown. The paper has 1, 2, 5, 10 and 15
 * @param neuron leak and threshold of the audio network's neurons
 * @param masked whether only neurons that fired wrongly learn, as published
 * @param initialGain factor of the initial weights' range {@code 1 / sqrt(inputs)}
 * @param pairing which image an utterance is to become
 * @param autoencoder the published autoencoder, for example {@code spiking-autoencoder:mnist}
 * @param images where the images are, for example {@code mnist:DIRECTORY}
 * @param judge a published classifier of the images, to count how many are read as the digit that
 *     was spoken; empty for none
 * @param leftOutSpeaker who is not heard in training and alone in testing; empty for nobody
 */
record AudiocoderSettings(
    FrontEnd frontEnd,
    int hiddenSize,
    int timeSteps,
    int keptSteps,
    LeakyNeuron neuron,
    boolean masked,
    double initialGain,
    Pairing pairing,
    String autoencoder,
    String images,
    String judge,
    String leftOutSpeaker) {

  static final String AUTOENCODER = "autoencoder";

  static AudiocoderSettings from(Settings settings) {
    FrontEnd usual = FrontEnd.narrowband();
    return new AudiocoderSettings(
        new FrontEnd(
            settings.integer("sample-rate", usual.sampleRate()),
            settings.number("channel-step", usual.channelStep()),
            settings.integer("channels", usual.channels()),
            settings.integer("frames", 40),
            settings.number("smoothing", usual.smoothing()),
            settings.integer("inhibition", 3)),
        settings.integer("hidden-size", 512),
        settings.integer("time-steps", 60),
        settings.integer("kept-steps", 10),
        new LeakyNeuron(
            (float) settings.number("leak", 0.1),
            (float) settings.number("threshold", 1)),
        settings.flag("mask", true),
        settings.number("initial-gain", 1),
        settings.choice("pairing", Pairing.PER_DIGIT),
        settings.text(AUTOENCODER, "spiking-autoencoder:mnist"),
        settings.text("images", ""),
        settings.text("judge", ""),
        settings.text("leave-out-speaker", ""));
  }

  AudiocoderSettings {
    requireAtLeastOne("hidden-size", hiddenSize);
    requireAtLeastOne("time-steps", timeSteps);
    requireAtLeastOne("kept-steps", keptSteps);
    if (!(initialGain > 0)) {
      throw new IllegalArgumentException("initial-gain must be above 0, not " + initialGain);
    }
  }

  /** Whose sounds are learnt from and measured with. */
  SoundSelection selection() {
    return leftOutSpeaker.isEmpty()
        ? SoundSelection.everyone()
        : SoundSelection.leavingOut(leftOutSpeaker);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
