package io.spikelet.runtime.latent;

/**
 * Noise as spike times: each neuron fires once, at a time that is uniform on the whole numbers from
 * 0 to {@code timeSteps}, the last of which is no spike (Spiking-GAN section 2.3).
 */
public final class SpikeTimeSampler {

  private SpikeTimeSampler() {}

  /**
   * Draws times: {@code floor((timeSteps + 1) * u)}.
   *
   * @return one for each neuron, {@code timeSteps} where it does not fire
   */
  public static int[] sample(RandomStream stream, int neurons, int timeSteps) {
    float[] uniforms = stream.uniforms(RandomStream.Purpose.SPIKE_TIMES, neurons);
    int[] times = new int[neurons];
    for (int i = 0; i < neurons; i++) {
      times[i] = (int) ((timeSteps + 1.0) * uniforms[i]);
    }
    return times;
  }
}
