package io.spikelet.runtime.generator.spiking;

import io.spikelet.runtime.energy.NetworkActivity;

/** Latent spikes of one image being drawn, one time step after the other. */
public interface LatentSteps {

  /** The next time step's spikes, 0 or 1, {@code [D]}. */
  float[] next();

  /**
   * What the layers that led to the spikes did so far, at the time steps that they have taken: an
   * encoder all of them, a network that draws step by step those that were drawn. Drawing the
   * spikes is not in it.
   */
  NetworkActivity activity();
}
