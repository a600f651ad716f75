package io.spikelet.runtime.generator;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.latent.ImageSeed;

/**
 * One sound to make an image of.
 *
 * @param sound of any rate and length
 * @param seed names the random stream of the spikes that the sound is shown as
 * @param parameters what the model family offers beyond the seed
 */
public record SoundTask(Sound sound, ImageSeed seed, TaskParameters parameters) {

  /** A task with the family's default parameters. */
  public SoundTask(Sound sound, ImageSeed seed) {
    this(sound, seed, TaskParameters.NONE);
  }
}
