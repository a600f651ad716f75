package io.spikelet.training.export;

/**
 * When a neuron whose potential crosses its threshold at time t sends its spike; the two
 * conventions of first-spike coding.
 */
public enum SpikeTiming {
  /** At t: the equations of Spiking-GAN, section 2. A spike can cause others at the same time. */
  SAME_STEP(0),
  /**
   * At t + 1: the published code of S4NN (Kheradpisheh and Masquelier, 2020). Every layer adds a
   * time step, and a crossing at the last one causes no spike.
   */
  NEXT_STEP(1);

  private final int delay;

  SpikeTiming(int delay) {
    this.delay = delay;
  }

  /** Time steps from crossing to spike. */
  public int delay() {
    return delay;
  }
}
