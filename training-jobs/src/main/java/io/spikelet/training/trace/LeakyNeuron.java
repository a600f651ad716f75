package io.spikelet.training.trace;

/**
 * Constants of the leaky integrate-and-fire neuron of the spiking autoencoder.
 *
 * <pre>
 * V[t] = (1 - leak) * V[t-1] * (1 - A[t-1]) + Z[t]      V[-1] = 0, A[-1] = 0
 * A[t] = 1 if V[t] &gt;= threshold, else 0
 * dA/dV = s * (1 - s),   s = 1 / (1 + exp(-(V - threshold)))
 * </pre>
 *
 * Source: spiking autoencoder and audiocoder (2019), section on the neuron model.
 *
 * @param leak share of the membrane potential that is lost per time step, in [0, 1]; 0 is the
 *     neuron without leak
 * @param threshold membrane potential at which the neuron fires, dimensionless, above 0
 */
public record LeakyNeuron(float leak, float threshold) {

  /** The published values: leak 0.1, threshold 1. */
  public static final LeakyNeuron PUBLISHED = new LeakyNeuron(0.1f, 1);

  public LeakyNeuron {
    if (!(leak >= 0 && leak <= 1)) {
      throw new IllegalArgumentException("leak must be in [0, 1], not " + leak);
    }
    if (!(threshold > 0 && threshold < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold must be above 0 and finite, not " + threshold);
    }
  }

  /** What is left of a membrane potential after one time step: {@code 1 - leak}. */
  public float decay() {
    return 1 - leak;
  }
}
