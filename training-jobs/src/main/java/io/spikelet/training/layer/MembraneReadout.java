package io.spikelet.training.layer;

/**
 * The leaky sum over time that turns the last layer's currents into an image before its tanh.
 *
 * <pre>out = sum over t of leak^(T-1-t) * x[t]</pre>
 *
 * An integrator without threshold, read at the last time step (FSVAE, section "membrane output
 * layer"; leak 0.8 in the published code).
 *
 * @param leak factor per time step, in (0, 1]
 */
public record MembraneReadout(float leak) {

  /** The value of FSVAE and ESVAE. */
  public static final MembraneReadout PUBLISHED = new MembraneReadout(0.8f);

  public MembraneReadout {
    if (!(leak > 0 && leak <= 1)) {
      throw new IllegalArgumentException("leak must be in (0, 1], not " + leak);
    }
  }

  /** The factor of each time step; the last is 1. */
  public float[] coefficients(int timeSteps) {
    float[] coefficients = new float[timeSteps];
    for (int t = 0; t < timeSteps; t++) {
      coefficients[t] = (float) Math.pow(leak, timeSteps - 1 - t);
    }
    return coefficients;
  }

  /** The sum of the {@linkplain #coefficients coefficients}. */
  public float gain(int timeSteps) {
    float sum = 0;
    for (float coefficient : coefficients(timeSteps)) {
      sum += coefficient;
    }
    return sum;
  }

  /**
   * The coefficients scaled to a sum of 1: what is summed over time in front of a linear layer with
   * a bias, whose output is then multiplied with the {@link #gain}.
   */
  public float[] shares(int timeSteps) {
    float[] shares = coefficients(timeSteps);
    float gain = gain(timeSteps);
    for (int t = 0; t < timeSteps; t++) {
      shares[t] /= gain;
    }
    return shares;
  }
}
