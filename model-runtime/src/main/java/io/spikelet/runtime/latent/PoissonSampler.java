package io.spikelet.runtime.latent;

import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.spike.SpikeTrain;

/**
 * Spikes from firing rates: neuron d fires at time step t where {@code u[t, d] < rate[d]},
 * strictly, with independent uniform {@code u} in [0, 1). Rate 0 never fires, rate 1 always.
 *
 * <p>Source: ESVAE, equation 7 (a Bernoulli draw a step; the paper calls it Poisson sampling).
 */
public final class PoissonSampler {

  // An engine's sigmoid may come out a rounding error above 1.
  private static final float ROUNDING = 1e-5f;

  private PoissonSampler() {}

  /**
   * Draws one sample.
   *
   * @param rates {@code [D]}, spikes per neuron per time step, in [0, 1]; a rounding error (1e-5)
   *     outside counts as the end that it is beyond
   * @param stream gives {@code u}, in the order {@code t * D + d}
   * @param purpose of the random numbers
   * @param timeSteps T; fewer give the first steps of more
   * @return spikes {@code [T, 1, D]}
   * @throws IllegalArgumentException if a rate is farther outside, or not a number
   */
  public static SpikeTrain sample(
      float[] rates, RandomStream stream, Purpose purpose, int timeSteps) {
    requireRates(rates);
    int neurons = rates.length;
    SpikeTrain.Builder spikes = SpikeTrain.builder(timeSteps, 1, neurons);
    float[] uniforms = stream.uniforms(purpose, Math.multiplyExact(timeSteps, neurons));
    for (int t = 0; t < timeSteps; t++) {
      for (int d = 0; d < neurons; d++) {
        if (uniforms[t * neurons + d] < rates[d]) {
          spikes.fire(t, 0, d);
        }
      }
    }
    return spikes.build();
  }

  private static void requireRates(float[] rates) {
    for (int d = 0; d < rates.length; d++) {
      if (!(rates[d] >= -ROUNDING && rates[d] <= 1 + ROUNDING)) {
        throw new IllegalArgumentException(
            "firing rate of neuron " + d + " must be from 0 to 1, not " + rates[d]);
      }
    }
  }
}
