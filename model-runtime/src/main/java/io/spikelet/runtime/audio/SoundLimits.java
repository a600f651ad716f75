package io.spikelet.runtime.audio;

/**
 * How long a sound may be that is read from outside.
 *
 * @param maxSeconds longest duration, above 0 and at most 3,600
 */
public record SoundLimits(double maxSeconds) {

  /** One minute. */
  public static final SoundLimits DEFAULT = new SoundLimits(60);

  public SoundLimits {
    // Beyond this, the samples of the highest rate would not fit into one array.
    if (!(maxSeconds > 0 && maxSeconds <= 3600)) {
      throw new IllegalArgumentException(
          "maxSeconds must be above 0 and at most 3600, not " + maxSeconds);
    }
  }
}
