package io.spikelet.training.layer;

/**
 * Constants of a leaky integrate-and-fire neuron (ESVAE section III, FSVAE section 3).
 *
 * <pre>
 * u[t] = decay * u[t-1] * (1 - o[t-1]) + I[t]      u[-1] = 0, o[-1] = 0
 * o[t] = 1 if u[t] &gt; threshold, else 0
 * do/du = 1 if |u| &lt; surrogateHalfWidth, else 0
 * </pre>
 *
 * The reset to zero takes effect one step late, which gives the same spikes as a reset in the same
 * step. The surrogate window is centred at u = 0, not at the threshold: so does the published code,
 * and the published numbers come from it.
 *
 * @param threshold membrane potential above which (strictly) the neuron fires, dimensionless
 * @param decay factor of the membrane potential per time step, in [0, 1]
 * @param surrogateHalfWidth half width of the rectangular surrogate gradient, dimensionless
 */
public record LifParameters(float threshold, float decay, float surrogateHalfWidth) {

  /** The values of FSVAE and ESVAE: threshold 0.2, decay 0.25, window (-0.5, 0.5). */
  public static final LifParameters PUBLISHED = new LifParameters(0.2f, 0.25f, 0.5f);

  public LifParameters {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("threshold must be above 0, not " + threshold);
    }
    if (!(decay >= 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay must be in [0, 1], not " + decay);
    }
    if (!(surrogateHalfWidth > 0)) {
      throw new IllegalArgumentException(
          "surrogateHalfWidth must be above 0, not " + surrogateHalfWidth);
    }
  }
}
