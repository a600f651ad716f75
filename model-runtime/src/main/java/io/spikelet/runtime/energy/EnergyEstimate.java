package io.spikelet.runtime.energy;

/**
 * Energy of the synaptic operations of one run; memory, data movement and neuron updates are not in
 * it.
 *
 * @param joules of the operations that the spikes caused
 * @param profile name of the profile it was computed with
 * @param annEquivalentJoules of an ordinary network of the same layers, in one pass
 */
public record EnergyEstimate(double joules, String profile, double annEquivalentJoules) {

  /**
   * The sum of two estimates.
   *
   * @throws IllegalArgumentException if they were computed with different profiles
   */
  public EnergyEstimate plus(EnergyEstimate other) {
    if (!profile.equals(other.profile)) {
      throw new IllegalArgumentException(
          "cannot add estimates of profiles " + profile + " and " + other.profile);
    }
    return new EnergyEstimate(
        joules + other.joules, profile, annEquivalentJoules + other.annEquivalentJoules);
  }
}
