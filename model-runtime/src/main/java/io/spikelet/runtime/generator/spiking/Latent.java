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

  /** The spikes one time step at a time; the layers before them have done all their work. */
  public LatentSteps steps() {
    return new LatentSteps() {
      private int step;

      @Override
      public float[] next() {
        return spikes.step(step++, 0);
      }

      @Override
      public NetworkActivity activity() {
        return activity;
      }
    };
  }

  /** Spikes from outside: no layer worked for them. */
  static Latent given(SpikeTrain spikes) {
    return new Latent(spikes, new NetworkActivity(List.of()));
  }
}
