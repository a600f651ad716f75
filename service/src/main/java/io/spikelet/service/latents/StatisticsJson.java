package io.spikelet.service.latents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.spikelet.runtime.spike.SpikeTrain;
import io.spikelet.runtime.spike.SpikeTrainAnalysis;
import io.spikelet.runtime.spike.SpikeTrainStatistics;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of one spike train; those that are undefined for it, or were not asked for, are
 * absent.
 *
 * @param spikes number of spikes
 * @param meanFiringRate spikes per neuron per time step
 * @param silentNeurons neurons that never fire
 * @param saturatedNeurons neurons that fire at every time step
 * @param populationRate share of the neurons that fire, for each time step
 * @param meanInterspikeInterval in time steps
 * @param meanPairwiseCorrelation of the neurons' spikes; full only
 * @param fanoFactor of the number of neurons that fire at a time step; full only
 * @param synchrony 1 if all neurons fire together; full only
 * @param firingRateHistogram how many neurons fire k times, k from 0 to T; full only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatisticsJson(
    @JsonProperty("spikes") long spikes,
    @JsonProperty("mean_firing_rate") double meanFiringRate,
    @JsonProperty("silent_neurons") int silentNeurons,
    @JsonProperty("saturated_neurons") int saturatedNeurons,
    @JsonProperty("population_rate") List<Double> populationRate,
    @JsonProperty("mean_interspike_interval") @Nullable Double meanInterspikeInterval,
    @JsonProperty("mean_pairwise_correlation") @Nullable Double meanPairwiseCorrelation,
    @JsonProperty("fano_factor") @Nullable Double fanoFactor,
    @JsonProperty("synchrony") @Nullable Double synchrony,
    @JsonProperty("firing_rate_histogram") @Nullable List<Integer> firingRateHistogram) {

  /**
   * Counts the first sample.
   *
   * @param full also what needs a linear-algebra library, which takes seconds when first used
   */
  static StatisticsJson of(SpikeTrain train, boolean full) {
    SpikeTrainStatistics light = SpikeTrainStatistics.of(train, 0);
    SpikeTrainAnalysis analysis = full ? SpikeTrainAnalysis.of(train, 0) : null;
    return new StatisticsJson(
        light.spikes(),
        light.meanFiringRate(),
        light.silentNeurons(),
        light.saturatedNeurons(),
        light.populationRate(),
        nullable(light.meanInterspikeInterval()),
        analysis == null ? null : nullable(analysis.meanPairwiseCorrelation()),
        analysis == null ? null : nullable(analysis.fanoFactor()),
        analysis == null ? null : nullable(analysis.synchrony()),
        analysis == null ? null : analysis.firingRateHistogram());
  }

  private static @Nullable Double nullable(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
