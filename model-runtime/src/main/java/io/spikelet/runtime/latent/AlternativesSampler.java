package io.spikelet.runtime.latent;

import io.spikelet.runtime.latent.RandomStream.Purpose;

/**
 * Which of k alternatives becomes the latent spike of neuron d at time step t: {@code j(t, d) =
 * floor(u[t, d] * k)} with independent uniform {@code u} in [0, 1).
 *
 * <p>Source: FSVAE, section "autoregressive Bernoulli spike sampling": one of k outputs, all
 * equally probable, so that the spike has the probability of their mean.
 */
public final class AlternativesSampler {

  private final float[] uniforms;
  private final int neurons;
  private final int alternatives;

  private AlternativesSampler(float[] uniforms, int neurons, int alternatives) {
    this.uniforms = uniforms;
    this.neurons = neurons;
    this.alternatives = alternatives;
  }

  /**
   * The choices of one image.
   *
   * @param stream gives {@code u} for {@link Purpose#LATENT_SPIKES}, in the order {@code t * D + d}
   * @param timeSteps T
   * @param neurons D
   * @param alternatives k, at least 1
   */
  public static AlternativesSampler of(
      RandomStream stream, int timeSteps, int neurons, int alternatives) {
    if (alternatives < 1) {
      throw new IllegalArgumentException("alternatives must be at least 1, not " + alternatives);
    }
    float[] uniforms =
        stream.uniforms(Purpose.LATENT_SPIKES, Math.multiplyExact(timeSteps, neurons));
    return new AlternativesSampler(uniforms, neurons, alternatives);
  }

  /** A number from 0 to k-1. */
  public int choice(int timeStep, int neuron) {
    return (int) (uniforms[timeStep * neurons + neuron] * alternatives);
  }
}
