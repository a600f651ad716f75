package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A latent spike train.
 *
 * @param spikes {@code [timeSteps, 1, latentSize]}: what the decoder of the same model takes
 * @param activity spikes and taps of every layer that ran
 * @param times where the time went
 * @param codes the code map that the spikes stand for; null for a model without a codebook
 * @param spikeTimes when each neuron fires, {@code timeSteps} for one that does not; null for a
 *     model whose neurons may fire more than once
 */
public record LatentSpikes(
    SpikeTrain spikes,
    NetworkActivity activity,
    StageTimes times,
    @Nullable CodeMap codes,
    @Nullable List<Integer> spikeTimes)
    implements Timed {

  /** Spikes that stand for a code map. */
  public LatentSpikes(
      SpikeTrain spikes, NetworkActivity activity, StageTimes times, CodeMap codes) {
    this(spikes, activity, times, codes, null);
  }

  /** Spikes that stand for nothing else. */
  public LatentSpikes(SpikeTrain spikes, NetworkActivity activity, StageTimes times) {
    this(spikes, activity, times, null, null);
  }
}
