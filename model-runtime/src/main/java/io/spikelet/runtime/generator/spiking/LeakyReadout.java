package io.spikelet.runtime.generator.spiking;

/**
 * How the decoder of a package sums its last currents over time: {@code sum over t of c[t] * x[t]}
 * with {@code c[t] = 0.8^(T-1-t)}. Part of what a package with a spiking decoder means: whoever
 * writes its graphs and whoever runs them step by step use the same numbers.
 *
 * <p>Source: FSVAE, section "membrane output layer"; leak 0.8 in the published code.
 */
public final class LeakyReadout {

  private static final double LEAK = 0.8;

  private LeakyReadout() {}

  /** The factor of each time step of a whole picture; the last is 1. */
  public static double[] coefficients(int timeSteps) {
    double[] coefficients = new double[timeSteps];
    for (int t = 0; t < timeSteps; t++) {
      coefficients[t] = Math.pow(LEAK, timeSteps - 1.0 - t);
    }
    return coefficients;
  }
}
