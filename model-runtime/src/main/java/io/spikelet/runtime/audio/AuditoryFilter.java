package io.spikelet.runtime.audio;

import io.spikelet.runtime.interruption.Interruption;

/**
 * One channel: a resonator of gain 1 at its centre frequency f and of bandwidth B at -3 dB,
 * half-wave rectification, and a low-pass filter of time constant tau, at sample rate r.
 *
 * <pre>
 *   a = tan(pi B / r)
 *   (1 + a) y(i) = a (x(i) - x(i-2)) + 2 cos(2 pi f / r) y(i-1) - (1 - a) y(i-2)
 *   s(i) = s(i-1) + (1 - e^(-1 / (r tau))) (max(y(i), 0) - s(i-1))
 * </pre>
 *
 * <p>Source of the resonator: S. Orfanidis, Introduction to Signal Processing, chapter 11.
 */
final class AuditoryFilter {

  // Below this a state is 0: the ends of long decays would be slow denormal numbers.
  private static final double TINY = 1e-30;

  private static final int LOOK = 1 << 16;

  private final double input;
  private final double last;
  private final double secondLast;
  private final double smoothing;

  AuditoryFilter(double frequency, double bandwidth, double smoothing, int sampleRate) {
    double a = StrictMath.tan(Math.PI * bandwidth / sampleRate);
    this.input = a / (1 + a);
    this.last = 2 * StrictMath.cos(2 * Math.PI * frequency / sampleRate) / (1 + a);
    this.secondLast = (1 - a) / (1 + a);
    this.smoothing = smoothing == 0 ? 1 : -StrictMath.expm1(-1 / (sampleRate * smoothing));
  }

  /** Writes s for each sample of x; {@code envelope} is as long as {@code wave}. */
  void apply(double[] wave, double[] envelope) {
    double x1 = 0;
    double x2 = 0;
    double y1 = 0;
    double y2 = 0;
    double s = 0;
    for (int i = 0; i < wave.length; i++) {
      if (i % LOOK == 0) {
        Interruption.stopIfInterrupted();
      }
      double y = input * (wave[i] - x2) + last * y1 - secondLast * y2;
      x2 = x1;
      x1 = wave[i];
      y2 = y1;
      y1 = Math.abs(y) < TINY ? 0 : y;
      s += smoothing * (Math.max(y1, 0) - s);
      s = s < TINY ? 0 : s;
      envelope[i] = s;
    }
  }
}
