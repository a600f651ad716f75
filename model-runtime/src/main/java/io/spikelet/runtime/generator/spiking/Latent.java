package io.spikelet.runtime.generator.spiking;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.List;

/**
 * Latent spikes of one image.
 *
 * @param spikes {@code [T, 1, D]}
 * @param activity of the layers that led to the rates; drawing the spikes is not in it
 */
public record Latent(SpikeTrain spikes, NetworkActivity activity) {

  /** Spikes from outside: no layer worked for them. */
  static Latent given(SpikeTrain spikes) {
    return new Latent(spikes, new NetworkActivity(List.of()));
  }
}
