package io.spikelet.training.firstspike;

/** Which time a neuron's spike gets whose potential crosses the threshold at time t. */
public enum SpikeTiming {
  /** t itself, as the equations read (Spiking-GAN section 2.1). */
  SAME_STEP(0),
  /** t + 1: a layer takes a time step, as in the published code of S4NN. */
  NEXT_STEP(1);

  private final int delay;

  SpikeTiming(int delay) {
    this.delay = delay;
  }

  /** Time steps between crossing and spike. */
  public int delay() {
    return delay;
  }
}
