package io.spikelet.runtime.generator;

import io.spikelet.runtime.spike.SpikeTrain;

/**
 * One latent spike train to decode.
 *
 * @param latent {@code [timeSteps, 1, latentSize]} of the model
 */
public record DecodeTask(SpikeTrain latent) {}
