package io.spikelet.runtime.audio;

/**
 * Where the filters of Lyon's passive cochlea model lie, with filter quality 8 and break frequency
 * 1,000 Hz. Channels are counted from 1 at the highest frequency.
 *
 * <p>Source: M. Slaney, Lyon's Cochlear Model, Apple Technical Report 13 (1988), with the defaults
 * of his Auditory Toolbox, Interval Technical Report 1998-010.
 *
 * @param sampleRate in Hz
 * @param step distance of neighbours, in bandwidths
 */
record PassiveCochlea(int sampleRate, double step) {

  private static final double QUALITY = 8;
  private static final double BREAK = 1000;
  private static final double ZERO_OFFSET = 1.5;

  /** B(f) = sqrt(f^2 + 1000^2) / 8, in Hz. */
  static double bandwidth(double frequency) {
    return root(frequency) / QUALITY;
  }

  /** How many channels there are from the top down to where the bandwidth would stop falling. */
  int channels() {
    double low = BREAK / Math.sqrt(4 * QUALITY * QUALITY - 1);
    double distance = StrictMath.log(top()) - StrictMath.log(low + root(low));
    return (int) Math.max(0, Math.floor(QUALITY / step * distance));
  }

  /** cf(n) = (X e^(-n step / 8) - 1000^2 e^(n step / 8) / X) / 2, in Hz. */
  double centreFrequency(int n) {
    double fall = StrictMath.exp(-n * step / QUALITY);
    return (top() * fall - BREAK * BREAK / (top() * fall)) / 2;
  }

  /** X = f + sqrt(f^2 + 1000^2) of the frequency f from which the channels count. */
  private double top() {
    double nyquist = sampleRate / 2.0;
    double frequency = nyquist - bandwidth(nyquist) * step * (ZERO_OFFSET - 1);
    return frequency + root(frequency);
  }

  private static double root(double frequency) {
    return Math.sqrt(frequency * frequency + BREAK * BREAK);
  }
}
