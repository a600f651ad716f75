package io.spikelet.training.pairing;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.dataset.SoundSelection;
import io.spikelet.training.run.Settings;

/**
 * Settings of every network that hears a sound and draws an image.
 *
 * @param frontEnd how a sound becomes the network's input; the paper's sizes are 39 channels and
 *     1,500 frames
 * @param pairing which image an utterance is to become
 * @param autoencoder the published autoencoder, for example {@code spiking-autoencoder:mnist}
 * @param images where the images are, for example {@code mnist:DIRECTORY}
 * @param judge a published classifier of the images, to count how many are read as the digit that
 *     was spoken; empty for none
 * @param leftOutSpeaker who is not heard in training and alone in testing; empty for nobody
 */
public record ListeningSettings(
    FrontEnd frontEnd,
    Pairing pairing,
    String autoencoder,
    String images,
    String judge,
    String leftOutSpeaker) {

  static final String AUTOENCODER = "autoencoder";

  /**
   * Takes them.
   *
   * @param autoencoders family of the autoencoder
   */
  public static ListeningSettings from(Settings settings, ModelFamily autoencoders) {
    FrontEnd usual = FrontEnd.narrowband();
    return new ListeningSettings(
        new FrontEnd(
            settings.integer("sample-rate", usual.sampleRate()),
            settings.number("channel-step", usual.channelStep()),
            settings.integer("channels", usual.channels()),
            settings.integer("frames", usual.frames()),
            settings.number("smoothing", usual.smoothing()),
            settings.integer("inhibition", usual.inhibition())),
        settings.choice("pairing", Pairing.PER_DIGIT),
        settings.text(AUTOENCODER, autoencoders.id() + ":mnist"),
        settings.text("images", ""),
        settings.text("judge", ""),
        settings.text("leave-out-speaker", ""));
  }

  /** Whose sounds are learnt from and measured with. */
  SoundSelection selection() {
    return leftOutSpeaker.isEmpty()
        ? SoundSelection.everyone()
        : SoundSelection.leavingOut(leftOutSpeaker);
  }
}
