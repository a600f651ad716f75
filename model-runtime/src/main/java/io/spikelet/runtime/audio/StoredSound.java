package io.spikelet.runtime.audio;

import io.spikelet.runtime.interruption.Interruption;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The samples of a sound as they lie in a file, before anything is allocated for them.
 *
 * @param data the samples and nothing else, in their byte order; an unfinished frame at the end is
 *     left out
 * @param encoding of each sample
 * @param channels interleaved
 * @param sampleRate frames per second
 */
record StoredSound(ByteBuffer data, SampleEncoding encoding, int channels, int sampleRate) {

  private static final int MAX_CHANNELS = 64;
  private static final int LOOK = 1 << 14;

  /**
   * Checks what a header says.
   *
   * @throws SoundFormatException if the numbers are out of range
   */
  static StoredSound of(ByteBuffer data, SampleEncoding encoding, long channels, long sampleRate) {
    if (channels < 1 || channels > MAX_CHANNELS) {
      throw new SoundFormatException(
          "The sound has %d channels; 1 to %d are read.".formatted(channels, MAX_CHANNELS));
    }
    if (sampleRate < Sound.MIN_RATE || sampleRate > Sound.MAX_RATE) {
      throw new SoundFormatException(
          "The sound has %d samples a second; %d to %d are read."
              .formatted(sampleRate, Sound.MIN_RATE, Sound.MAX_RATE));
    }
    return new StoredSound(data, encoding, (int) channels, (int) sampleRate);
  }

  /** The first {@code count} frames, or all if there are fewer. */
  StoredSound first(long count) {
    int length = (int) Math.min(count, frames()) * channels * encoding.bytes();
    ByteBuffer beginning = data.slice(0, length).order(data.order());
    return new StoredSound(beginning, encoding, channels, sampleRate);
  }

  /**
   * The channels' mean; floats beyond [-1, 1] are divided by their peak.
   *
   * @throws SoundFormatException if there is no sample, the sound is too long, or a sample is not a
   *     finite number
   */
  Sound decode(SoundLimits limits) {
    requireLength(limits);
    double scale = encoding.isUnbounded() ? 1 / Math.max(1, peak()) : 1;
    float[] samples = new float[frames()];
    for (int i = 0; i < samples.length; i++) {
      stopIfInterrupted(i);
      samples[i] = (float) (mean(i) * scale);
    }
    return Sound.owning(samples, sampleRate);
  }

  private static void stopIfInterrupted(int frame) {
    if (frame % LOOK == 0) {
      Interruption.stopIfInterrupted();
    }
  }

  /**
   * Holds the number of frames against the limits; nothing is decoded for that.
   *
   * @throws SoundFormatException if there is no sample, or the sound is too long
   */
  void requireLength(SoundLimits limits) {
    if (frames() == 0) {
      throw new SoundFormatException("The sound has no samples.");
    }
    double seconds = (double) frames() / sampleRate;
    if (seconds > limits.maxSeconds()) {
      throw new SoundFormatException(
          String.format(
              Locale.ROOT,
              "The sound lasts %.2f s; at most %s s are read.",
              seconds,
              text(limits.maxSeconds())));
    }
  }

  private double peak() {
    double peak = 0;
    for (int i = 0; i < frames(); i++) {
      stopIfInterrupted(i);
      double value = mean(i);
      if (!Double.isFinite(value)) {
        throw new SoundFormatException(
            "Sample %d of the sound is not a finite number.".formatted(i));
      }
      peak = Math.max(peak, Math.abs(value));
    }
    return peak;
  }

  private double mean(int frame) {
    double mean = 0;
    int at = frame * channels * encoding.bytes();
    for (int c = 0; c < channels; c++) {
      // Divided first: a sum of doubles could overflow.
      mean += encoding.value(data, at + c * encoding.bytes()) / channels;
    }
    return mean;
  }

  /** Samples of one channel. */
  int frames() {
    return data.limit() / (channels * encoding.bytes());
  }

  private static String text(double seconds) {
    return seconds == Math.rint(seconds) ? "%.0f".formatted(seconds) : Double.toString(seconds);
  }
}
