package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.spike.SpikeTrain;
import org.jspecify.annotations.Nullable;

/**
 * A latent spike train.
 *
 * @param spikes {@code [timeSteps, 1, latentSize]}: what the decoder of the same model takes
 * @param activity spikes and taps of every layer that ran
 * @param times where the time went
 * @param codes the code map that the spikes stand for; null for a model without a codebook
 */
public record LatentSpikes(
    SpikeTrain spikes, NetworkActivity activity, StageTimes times, @Nullable CodeMap codes) {

  /** The spike train of a model without a codebook. */
  public LatentSpikes(SpikeTrain spikes, NetworkActivity activity, StageTimes times) {
    this(spikes, activity, times, null);
  }
}
