package io.spikelet.runtime.generator;

import io.spikelet.runtime.audio.Cochleagram;
import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.latent.ImageSeed;

/**
 * One sound to make an image of.
 *
 * @param sound what the model hears
 * @param seed names the random stream of the spikes that the sound is shown as
 * @param parameters what the model family offers beyond the seed
 */
public record SoundTask(Heard sound, ImageSeed seed, TaskParameters parameters) {

  /** A sound of any rate and length, as it is or as a model reads it. */
  public sealed interface Heard {

    /**
     * The cochleagram of a front end, computed unless it is there already.
     *
     * @throws IllegalArgumentException if it was computed for another front end
     * @return {@code [channels, frames]}, values in [0, 1]
     */
    float[] through(FrontEnd frontEnd);
  }

  /** A sound that nobody has listened to yet. */
  private record Raw(Sound sound) implements Heard {
    @Override
    public float[] through(FrontEnd frontEnd) {
      return Cochleagram.of(sound, frontEnd);
    }
  }

  /** Only the cochleagram: the sound is a hundred times as large, and tasks wait in queues. */
  private record Prepared(FrontEnd known, float[] values) implements Heard {
    @Override
    public float[] through(FrontEnd frontEnd) {
      if (!frontEnd.equals(known)) {
        throw new IllegalArgumentException("the sound was prepared for " + known);
      }
      return values;
    }
  }

  public SoundTask(Sound sound, ImageSeed seed, TaskParameters parameters) {
    this(new Raw(sound), seed, parameters);
  }

  /** A task with the family's default parameters. */
  public SoundTask(Sound sound, ImageSeed seed) {
    this(sound, seed, TaskParameters.NONE);
  }

  /**
   * The same task with the cochleagram computed and the sound forgotten: a minute of sound takes a
   * quarter of a second, and whoever works on a batch of several users' sounds should not have to
   * spend it.
   */
  public SoundTask prepared(FrontEnd frontEnd) {
    return sound instanceof Raw(Sound raw)
        ? new SoundTask(new Prepared(frontEnd, Cochleagram.of(raw, frontEnd)), seed, parameters)
        : this;
  }
}
