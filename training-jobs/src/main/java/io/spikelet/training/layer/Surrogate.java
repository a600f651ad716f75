package io.spikelet.training.layer;

/**
 * What stands in for the derivative of a spike with respect to the membrane potential, {@code
 * do/du}, when gradients go backwards.
 */
public sealed interface Surrogate {

  /**
   * A rectangle around zero: 1 if {@code |u| < halfWidth}, else 0.
   *
   * <p>It is centred at u = 0, not at the threshold: so does the published code of FSVAE and ESVAE,
   * and the published numbers come from it.
   *
   * @param halfWidth above 0, dimensionless
   */
  record Window(float halfWidth) implements Surrogate {

    public Window {
      if (!(halfWidth > 0)) {
        throw new IllegalArgumentException("halfWidth must be above 0, not " + halfWidth);
      }
    }
  }

  /**
   * The derivative of an arctangent at the threshold (Spiking-Diffusion, section "training", with
   * the published code's factors; Fang et al., ICCV 2021):
   *
   * <pre>do/du = (alpha / 2) / (1 + (pi / 2 * alpha * (u - threshold))^2)</pre>
   *
   * @param alpha steepness, above 0
   */
  record ArcTangent(float alpha) implements Surrogate {

    public ArcTangent {
      if (!(alpha > 0)) {
        throw new IllegalArgumentException("alpha must be above 0, not " + alpha);
      }
    }

    /** Half of alpha, the slope at the threshold. */
    float height() {
      return alpha / 2;
    }

    /** What the distance from the threshold is multiplied with. */
    float steepness() {
      return (float) (Math.PI / 2 * alpha);
    }
  }
}
