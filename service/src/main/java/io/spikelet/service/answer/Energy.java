package io.spikelet.service.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.spikelet.runtime.energy.EnergyEstimate;
import io.spikelet.runtime.energy.EnergyProfile;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.spike.SynapticOperations;

/**
 * What one result cost, as JSON shows it.
 *
 * @param joules of the synaptic operations
 * @param profile name of the energy profile
 * @param accumulates weights added because a spike arrived
 * @param multiplyAccumulates weights multiplied with a real value
 * @param dense what both would be if every input were active
 * @param spikes emitted by all layers
 * @param firingRate spikes per neuron per time step
 * @param annEquivalentJoules of an ordinary network of the same layers, in one pass
 */
public record Energy(
    @JsonProperty("joules") double joules,
    @JsonProperty("profile") String profile,
    @JsonProperty("ac") long accumulates,
    @JsonProperty("mac") long multiplyAccumulates,
    @JsonProperty("dense") long dense,
    @JsonProperty("spikes") long spikes,
    @JsonProperty("firing_rate") double firingRate,
    @JsonProperty("ann_equivalent_joules") double annEquivalentJoules) {

  /** The cost of an activity by a profile. */
  public static Energy of(NetworkActivity activity, EnergyProfile profile) {
    EnergyEstimate estimate = profile.estimate(activity);
    SynapticOperations operations = activity.operations();
    return new Energy(
        estimate.joules(),
        estimate.profile(),
        operations.accumulates(),
        operations.multiplyAccumulates(),
        operations.dense(),
        operations.spikes(),
        operations.firingRate(),
        estimate.annEquivalentJoules());
  }
}
