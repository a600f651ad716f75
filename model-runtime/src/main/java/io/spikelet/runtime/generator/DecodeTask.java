package io.spikelet.runtime.generator;

import io.spikelet.runtime.spike.SpikeTrain;

/**
 * One latent spike train to decode.
 *
 * @param latent {@code [timeSteps, 1, latentSize]} of the model
 * @param parameters what the model family needs beyond the spikes
 */
public record DecodeTask(SpikeTrain latent, TaskParameters parameters) {

  /** A task without parameters. */
  public DecodeTask(SpikeTrain latent) {
    this(latent, TaskParameters.NONE);
  }
}
