package io.spikelet.runtime.audio;

import java.util.stream.IntStream;

/**
 * How a sound becomes the picture that a network reads; see {@link Cochleagram}.
 *
 * <p>The filters are those of Lyon's passive cochlea model (quality 8, break frequency 1,000 Hz)
 * that lie below half the sample rate. If {@code channels} is less than their number, those of the
 * highest frequencies are left out.
 *
 * @param sampleRate to which a sound is brought, in Hz, from 1,000 to 48,000
 * @param channelStep distance of neighbouring filters in bandwidths, from 0.05 to 4
 * @param channels number of filters, from 1 to 256 and at most as many as the model has
 * @param frames into which the whole sound is divided, from 1 to 4,096
 * @param smoothing time constant in seconds of the low-pass filter behind each channel, from 0
 *     (none) to 1
 * @param inhibition how many neighbours on each side inhibit a channel, from 0 (none) to 32
 */
public record FrontEnd(
    int sampleRate,
    double channelStep,
    int channels,
    int frames,
    double smoothing,
    int inhibition) {

  private static final int CHANNELS = 39;
  private static final double SMOOTHING = 0.004;

  public FrontEnd {
    require("sampleRate", sampleRate, 1_000, 48_000);
    require("channelStep", channelStep, 0.05, 4);
    require("channels", channels, 1, 256);
    require("frames", frames, 1, 4_096);
    require("smoothing", smoothing, 0, 1);
    require("inhibition", inhibition, 0, 32);
    int available = new PassiveCochlea(sampleRate, channelStep).channels();
    if (channels > available) {
      throw new IllegalArgumentException(
          "channels must be at most %d for a sampleRate of %d and a channelStep of %s, not %d"
              .formatted(available, sampleRate, channelStep, channels));
    }
  }

  /** A front end without inhibition. */
  public FrontEnd(int sampleRate, double channelStep, int channels, int frames, double smoothing) {
    this(sampleRate, channelStep, channels, frames, smoothing, 0);
  }

  /**
   * 39 channels of sounds at 12,500 Hz in steps of 0.5, 1,500 frames: the sizes of D. Roy, P. Panda
   * and K. Roy, Synthesizing Images From Spatio-Temporal Representations Using Spike-Based
   * Backpropagation, Frontiers in Neuroscience 13 (2019). They do not state the smoothing.
   */
  public static FrontEnd published() {
    return new FrontEnd(12_500, 0.5, CHANNELS, 1_500, SMOOTHING);
  }

  /**
   * As many channels over the band of recordings at 8,000 Hz (steps of 0.41) but 40 frames, and
   * three neighbours on each side that inhibit a channel: what a network learns from in minutes.
   */
  public static FrontEnd narrowband() {
    return new FrontEnd(8_000, 0.41, CHANNELS, 40, SMOOTHING, 3);
  }

  /** Number of values of one picture: {@code channels * frames}. */
  public int values() {
    return channels * frames;
  }

  /** The filters' centre frequencies in Hz, descending. */
  public double[] centreFrequencies() {
    PassiveCochlea cochlea = new PassiveCochlea(sampleRate, channelStep);
    int last = cochlea.channels();
    return IntStream.rangeClosed(last - channels + 1, last)
        .mapToDouble(cochlea::centreFrequency)
        .toArray();
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, not %d".formatted(name, least, most, value));
    }
  }

  private static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be from %s to %s, not %s".formatted(name, least, most, value));
    }
  }
}
