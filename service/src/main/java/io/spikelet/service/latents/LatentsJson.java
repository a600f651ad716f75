package io.spikelet.service.latents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.spikelet.service.answer.Energy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latent spike trains as JSON.
 *
 * @param model {@code esvae:mnist@sha256:...}
 * @param timeSteps T
 * @param neurons D
 * @param samples one per spike train
 */
record LatentsJson(
    @JsonProperty("model") String model,
    @JsonProperty("time_steps") int timeSteps,
    @JsonProperty("neurons") int neurons,
    @JsonProperty("samples") List<Sample> samples) {

  /**
   * @param index of the random stream
   * @param seed of the random stream
   * @param spikes 0 or 1, {@code [T][D]}; absent where they are packed
   * @param packed base64 of the bits t*D+d, least significant bit first; absent where they are not
   * @param codes the code map that the spikes stand for, {@code [H][W]}; absent for models without
   *     a codebook
   * @param spikeTimes when each neuron fires, {@code time_steps} for one that does not; absent for
   *     models whose neurons may fire more than once
   * @param firingRates spikes per time step of each neuron
   * @param statistics of the spike train
   * @param energy what encoding cost
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sample(
      @JsonProperty("index") long index,
      @JsonProperty("seed") long seed,
      @JsonProperty("spikes") int @Nullable [][] spikes,
      @JsonProperty("packed") @Nullable String packed,
      @JsonProperty("codes") int @Nullable [][] codes,
      @JsonProperty("spike_times") @Nullable List<Integer> spikeTimes,
      @JsonProperty("firing_rates") float[] firingRates,
      @JsonProperty("statistics") StatisticsJson statistics,
      @JsonProperty("energy") Energy energy) {}
}
