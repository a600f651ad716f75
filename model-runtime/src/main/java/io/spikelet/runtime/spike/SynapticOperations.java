package io.spikelet.runtime.spike;

/**
 * What one run of a network cost, counted from its own spikes.
 *
 * <p>Only the weights of dense and convolution layers count; biases, normalisation and the neurons'
 * own updates do not.
 *
 * @param accumulates weights added because a spike arrived
 * @param multiplyAccumulates weights multiplied with a real value and added
 * @param dense what both would be if every input were active at every evaluation
 * @param spikes spikes emitted by all spiking layers
 * @param neuronSteps neurons times evaluations of all spiking layers
 */
public record SynapticOperations(
    long accumulates, long multiplyAccumulates, long dense, long spikes, long neuronSteps) {

  /** Nothing was computed. */
  public static final SynapticOperations NONE = new SynapticOperations(0, 0, 0, 0, 0);

  public SynapticOperations {
    if (accumulates < 0 || multiplyAccumulates < 0 || dense < 0 || spikes < 0 || neuronSteps < 0) {
      throw new IllegalArgumentException(
          "counts of operations must be 0 or more, not %d, %d, %d, %d, %d"
              .formatted(accumulates, multiplyAccumulates, dense, spikes, neuronSteps));
    }
  }

  /**
   * Spikes per neuron per evaluation over all spiking layers, in [0, 1]; 0 without spiking layers.
   */
  public double firingRate() {
    return neuronSteps == 0 ? 0 : (double) spikes / neuronSteps;
  }

  /** The sum of two runs. The rate of the sum is the mean over both runs' neurons. */
  public SynapticOperations plus(SynapticOperations other) {
    return new SynapticOperations(
        Math.addExact(accumulates, other.accumulates),
        Math.addExact(multiplyAccumulates, other.multiplyAccumulates),
        Math.addExact(dense, other.dense),
        Math.addExact(spikes, other.spikes),
        Math.addExact(neuronSteps, other.neuronSteps));
  }
}
