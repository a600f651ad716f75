package io.spikelet.training.layer;

/**
 * Constants of a leaky integrate-and-fire neuron with hard reset.
 *
 * <pre>
 * u[t] = decay * u[t-1] * (1 - o[t-1]) + inputFactor * I[t]      u[-1] = 0, o[-1] = 0
 * o[t] = 1 if u[t] reaches the threshold as {@code firing} says, else 0
 * do/du = surrogate(u)
 * </pre>
 *
 * The reset to zero takes effect one step late, which gives the same spikes as a reset in the same
 * step; it takes part in the gradient.
 *
 * @param threshold membrane potential at which the neuron fires, dimensionless
 * @param firing whether it fires on the threshold or only above it
 * @param decay factor of the membrane potential per time step, in [0, 1]
 * @param inputFactor factor of what comes in, above 0
 * @param surrogate in place of the spike's derivative
 */
public record LifParameters(
    float threshold, Firing firing, float decay, float inputFactor, Surrogate surrogate) {

  /** Whether a potential equal to the threshold fires. */
  public enum Firing {
    ABOVE,
    AT_OR_ABOVE
  }

  /**
   * The values of FSVAE and ESVAE: threshold 0.2, decay 0.25, window (-0.5, 0.5) (ESVAE section
   * III, FSVAE section 3).
   */
  public static final LifParameters PUBLISHED =
      new LifParameters(0.2f, Firing.ABOVE, 0.25f, 1, new Surrogate.Window(0.5f));

  /**
   * The values of Spiking-Diffusion: a time constant of two steps, {@code u[t] = v[t-1] + (I[t] -
   * v[t-1]) / 2}, threshold 1, arctangent (its published code).
   */
  public static final LifParameters SPIKING_DIFFUSION =
      new LifParameters(1, Firing.AT_OR_ABOVE, 0.5f, 0.5f, new Surrogate.ArcTangent(2));

  public LifParameters {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("threshold must be above 0, not " + threshold);
    }
    if (!(decay >= 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay must be in [0, 1], not " + decay);
    }
    if (!(inputFactor > 0)) {
      throw new IllegalArgumentException("inputFactor must be above 0, not " + inputFactor);
    }
  }

  /** The largest potential that does not fire. */
  float silentUpTo() {
    return switch (firing) {
      case ABOVE -> threshold;
      case AT_OR_ABOVE -> Math.nextDown(threshold);
    };
  }
}
