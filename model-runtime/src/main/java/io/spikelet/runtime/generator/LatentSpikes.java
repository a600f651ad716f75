package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.spike.SpikeTrain;

/**
 * A latent spike train.
 *
 * @param spikes {@code [timeSteps, 1, latentSize]}: what the decoder of the same model takes
 * @param activity spikes and taps of every layer that ran
 * @param times where the time went
 */
public record LatentSpikes(SpikeTrain spikes, NetworkActivity activity, StageTimes times) {}
