package io.spikelet.runtime.generator;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.Optional;

/**
 * An image that a sound became, and what was between them.
 *
 * @param drawn the image in the package's size and value range, what it caused and how long it took
 * @param spectrogram what the network heard: {@code [1, channels, frames]} in [0, 1], highest
 *     frequency first
 * @param hidden spikes of the time steps that were taken, {@code [steps, 1, latentSize]}; empty for
 *     an ordinary network, which has none
 */
public record SoundImage(GeneratedImage drawn, Image spectrogram, Optional<SpikeTrain> hidden)
    implements Timed {

  @Override
  public StageTimes times() {
    return drawn.times();
  }
}
