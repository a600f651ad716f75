package io.spikelet.runtime.audio;

import io.spikelet.runtime.interruption.Interruption;
import java.math.BigInteger;
import java.util.stream.IntStream;

/**
 * Brings samples to another rate by a low-pass filter below half the lower of the two rates: y(i) =
 * sum over k of x(k) h(i from/to - k), where h(t) = c sinc(c t) w(t / L), w is Blackman's window, L
 * = 64 samples of the lower rate and c the cutoff in half input rates. Beyond its ends the sound is
 * 0.
 *
 * <p>Passes up to 0.45 of the lower rate, and nothing (below -70 dB) from half of it on.
 *
 * <p>Source: A. Oppenheim and R. Schafer, Discrete-Time Signal Processing, sections 4.6 and 7.5.
 */
final class Resampler {

  private static final int HALF_WIDTH = 64;
  // Blackman's window needs 5.5 / (2 * 64) rates from passing to stopping, half of it on each side.
  private static final double CUTOFF = 1 - 5.5 / (2 * HALF_WIDTH);
  // So many positions between two samples that taking the nearest is an error below -50 dB.
  private static final int POSITIONS = 1024;
  private static final int LOOK = 1024;

  private final int up;
  private final int down;
  private final double[][] kernels;

  private Resampler(int from, int to) {
    int common = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
    up = to / common;
    down = from / common;
    double ratio = Math.min(1, (double) to / from);
    int positions = Math.min(up, (int) Math.ceil(POSITIONS * ratio));
    kernels =
        IntStream.range(0, positions)
            .mapToObj(p -> kernel((double) p / positions, ratio))
            .toArray(double[][]::new);
  }

  /** The samples at rate {@code to}: as many as begin before the last one ends. */
  static double[] resample(float[] samples, int from, int to) {
    if (from != to) {
      return new Resampler(from, to).apply(samples);
    }
    double[] output = new double[samples.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = samples[i];
    }
    return output;
  }

  /** How many samples so many become. */
  static long length(long samples, int from, int to) {
    return Math.ceilDiv(samples * to, from);
  }

  /** Memory of the kernels beside the samples. */
  static long kernelBytes() {
    // A kernel grows with the ratio as their number falls; each may be one sample longer.
    return Double.BYTES * 2L * (2 * HALF_WIDTH) * POSITIONS;
  }

  private double[] apply(float[] input) {
    double[] output = new double[Math.toIntExact(length(input.length, down, up))];
    for (int i = 0; i < output.length; i++) {
      if (i % LOOK == 0) {
        Interruption.stopIfInterrupted();
      }
      long position = (long) i * down;
      long nearest = (position % up * kernels.length + up / 2) / up;
      int sample = (int) (position / up + nearest / kernels.length);
      output[i] = weighted(input, sample, kernels[(int) (nearest % kernels.length)]);
    }
    return output;
  }

  /** The kernel laid around a sample, times the input. */
  private static double weighted(float[] input, int sample, double[] kernel) {
    int start = sample - kernel.length / 2 + 1;
    int end = Math.min(kernel.length, input.length - start);
    int k = Math.max(0, -start);
    // Four sums, since one would wait for each addition.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (; k + 3 < end; k += 4) {
      a += input[start + k] * kernel[k];
      b += input[start + k + 1] * kernel[k + 1];
      c += input[start + k + 2] * kernel[k + 2];
      d += input[start + k + 3] * kernel[k + 3];
    }
    for (; k < end; k++) {
      a += input[start + k] * kernel[k];
    }
    return a + b + (c + d);
  }

  /** h around a position {@code fraction} behind a sample, with a sum of 1. */
  private static double[] kernel(double fraction, double ratio) {
    int half = (int) Math.ceil(HALF_WIDTH / ratio);
    double[] kernel = new double[2 * half];
    double sum = 0;
    for (int k = 0; k < kernel.length; k++) {
      double t = k - half + 1 - fraction;
      kernel[k] = sinc(CUTOFF * ratio * t) * blackman(t * ratio / HALF_WIDTH);
      sum += kernel[k];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= sum;
    }
    return kernel;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  /** 1 at 0, 0 at and beyond -1 and 1. */
  private static double blackman(double x) {
    return Math.abs(x) >= 1
        ? 0
        : 0.42 + 0.5 * StrictMath.cos(Math.PI * x) + 0.08 * StrictMath.cos(2 * Math.PI * x);
  }
}
