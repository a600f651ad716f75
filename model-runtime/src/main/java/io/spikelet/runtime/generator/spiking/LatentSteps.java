package io.spikelet.runtime.generator.spiking;

import io.spikelet.runtime.energy.NetworkActivity;

/** Latent spikes of one image being drawn, one time step after the other. */
public interface LatentSteps {

  /** The next time step's spikes, 0 or 1, {@code [D]}. */
  float[] next();

  /** What the layers that led to the spikes did so far; drawing the spikes is not in it. */
  NetworkActivity activity();
}
