package io.spikelet.runtime.audio;

/**
 * A sound over frequency and time, about as the inner ear hears it.
 *
 * <p>The sound is brought to the front end's sample rate r; pre-emphasis x(i) - e^(-2 pi 300 / r)
 * x(i-1), which lifts what is above 300 Hz; one resonator a channel at cf(n) with bandwidth
 * B(cf(n)); half-wave rectification; low-pass; mean over each of {@code frames} equal stretches of
 * the whole clip, however long it is; cube root v of mean / largest mean; lateral inhibition, which
 * sharpens formants: max(0, v - mean of v over the channel and its {@code inhibition} neighbours on
 * each side), divided by the largest. So values are in [0, 1], the largest is 1, and loudness does
 * not matter; silence is all 0.
 *
 * <p>Stretch t is the samples from floor(t N / frames) to floor((t + 1) N / frames), of N; it is
 * the one sample floor(t N / frames) where that leaves none, because the clip is short.
 *
 * <p>Source: the pre-emphasis, frequencies and bandwidths are those of Lyon's passive cochlea model
 * ({@link FrontEnd}). Parallel resonators stand in place of its cascade, and the cube root in place
 * of its gain control.
 */
public final class Cochleagram {

  private static final double EMPHASIS_CORNER = 300;

  private Cochleagram() {}

  /**
   * The cochleagram of a sound.
   *
   * <p>Ends early on a thread that is interrupted, with the exception of {@link
   * io.spikelet.runtime.interruption.Interruption}.
   *
   * @return {@code [channels, frames]}, values in [0, 1]; channel 0 has the highest frequency,
   *     frame 0 is the beginning
   */
  public static float[] of(Sound sound, FrontEnd frontEnd) {
    double[] wave = Resampler.resample(sound.samples(), sound.sampleRate(), frontEnd.sampleRate());
    emphasise(wave, frontEnd.sampleRate());
    // With a peak of 1, what the filters take for nothing does not depend on loudness.
    return scaleByPeak(wave)
        ? inhibited(compressed(means(wave, frontEnd)), frontEnd)
        : new float[frontEnd.values()];
  }

  /** Memory that {@link #of} takes for a sound of so many samples, its result included. */
  static long bytes(long samples, int sampleRate, FrontEnd frontEnd) {
    long wave = Resampler.length(samples, sampleRate, frontEnd.sampleRate());
    long perValue = 2 * Double.BYTES + Float.BYTES;
    return Resampler.kernelBytes() + 2 * Double.BYTES * wave + perValue * frontEnd.values();
  }

  private static void emphasise(double[] wave, int sampleRate) {
    double kept = StrictMath.exp(-2 * Math.PI * EMPHASIS_CORNER / sampleRate);
    for (int i = wave.length - 1; i > 0; i--) {
      wave[i] -= kept * wave[i - 1];
    }
  }

  private static double[] means(double[] wave, FrontEnd frontEnd) {
    double[] means = new double[frontEnd.values()];
    double[] envelope = new double[wave.length];
    double[] frequencies = frontEnd.centreFrequencies();
    for (int channel = 0; channel < frequencies.length; channel++) {
      double frequency = frequencies[channel];
      new AuditoryFilter(
              frequency,
              PassiveCochlea.bandwidth(frequency),
              frontEnd.smoothing(),
              frontEnd.sampleRate())
          .apply(wave, envelope);
      for (int t = 0; t < frontEnd.frames(); t++) {
        means[channel * frontEnd.frames() + t] = mean(envelope, t, frontEnd.frames());
      }
    }
    return means;
  }

  private static double mean(double[] envelope, int frame, int frames) {
    int from = (int) ((long) frame * envelope.length / frames);
    int to = Math.max(from + 1, (int) ((frame + 1L) * envelope.length / frames));
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += envelope[i];
    }
    return sum / (to - from);
  }

  private static double[] compressed(double[] means) {
    scaleByPeak(means);
    for (int i = 0; i < means.length; i++) {
      means[i] = StrictMath.cbrt(means[i]);
    }
    return means;
  }

  private static float[] inhibited(double[] values, FrontEnd frontEnd) {
    double[] left = new double[values.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = Math.max(0, values[i] - neighbourhood(values, i, frontEnd));
    }
    scaleByPeak(left);
    float[] rounded = new float[left.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) left[i];
    }
    return rounded;
  }

  /** The mean around a channel, where the outermost channels stand for what lies beyond them. */
  private static double neighbourhood(double[] values, int at, FrontEnd frontEnd) {
    int reach = frontEnd.inhibition();
    if (reach == 0) {
      return 0;
    }
    int frames = frontEnd.frames();
    int channel = at / frames;
    double sum = 0;
    for (int c = channel - reach; c <= channel + reach; c++) {
      sum += values[Math.clamp(c, 0, frontEnd.channels() - 1) * frames + at % frames];
    }
    return sum / (2 * reach + 1);
  }

  /** Divides by the largest magnitude; false if all are 0. */
  private static boolean scaleByPeak(double[] values) {
    double peak = 0;
    for (double value : values) {
      peak = Math.max(peak, Math.abs(value));
    }
    if (peak == 0) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= peak;
    }
    return true;
  }
}
