package io.spikelet.runtime.audio;

/** A sound of one channel: samples in [-1, 1] at a fixed rate. Immutable. */
public final class Sound {

  /** Lowest sample rate, in Hz. */
  public static final int MIN_RATE = 1_000;

  /** Highest sample rate, in Hz. */
  public static final int MAX_RATE = 384_000;

  private final float[] samples;
  private final int sampleRate;

  private Sound(float[] samples, int sampleRate) {
    this.samples = samples;
    this.sampleRate = sampleRate;
  }

  /**
   * A sound of these samples.
   *
   * @param samples at least one, each in [-1, 1]; copied
   * @param sampleRate in Hz, from {@value #MIN_RATE} to {@value #MAX_RATE}
   * @throws IllegalArgumentException if there are no samples, one is out of range or not a number,
   *     or the rate is out of range
   */
  public static Sound of(float[] samples, int sampleRate) {
    return owning(samples.clone(), sampleRate);
  }

  /** As {@link #of}, without a copy. */
  static Sound owning(float[] samples, int sampleRate) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("a sound must have at least one sample");
    }
    if (sampleRate < MIN_RATE || sampleRate > MAX_RATE) {
      throw new IllegalArgumentException(
          "sampleRate must be from %d to %d Hz, not %d".formatted(MIN_RATE, MAX_RATE, sampleRate));
    }
    for (int i = 0; i < samples.length; i++) {
      if (!(Math.abs(samples[i]) <= 1)) {
        throw new IllegalArgumentException(
            "sample %d must be from -1 to 1, not %s".formatted(i, samples[i]));
      }
    }
    return new Sound(samples, sampleRate);
  }

  /** The samples in order. Not copied: read only. */
  public float[] samples() {
    return samples;
  }

  /** Samples per second. */
  public int sampleRate() {
    return sampleRate;
  }

  /** Duration in seconds. */
  public double seconds() {
    return (double) samples.length / sampleRate;
  }

  @Override
  public String toString() {
    return "%d samples at %d Hz".formatted(samples.length, sampleRate);
  }
}
