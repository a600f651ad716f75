package io.spikelet.runtime.generator;

import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.spike.SpikeTrain;

/** A spike train does not have the size of the model's latent space. */
public final class SpikeTrainSizeException extends RuntimeException {

  private final transient ModelRef ref;
  private final int expectedTimeSteps;
  private final int expectedNeurons;

  public SpikeTrainSizeException(
      ModelRef ref, int expectedTimeSteps, int expectedNeurons, SpikeTrain found) {
    super(
        ("model %s decodes a spike train of %d time steps, 1 sample and %d neurons, but this one has"
                + " %d time steps, %d samples and %d neurons")
            .formatted(
                ref,
                expectedTimeSteps,
                expectedNeurons,
                found.timeSteps(),
                found.samples(),
                found.neurons()));
    this.ref = ref;
    this.expectedTimeSteps = expectedTimeSteps;
    this.expectedNeurons = expectedNeurons;
  }

  public ModelRef ref() {
    return ref;
  }

  public int expectedTimeSteps() {
    return expectedTimeSteps;
  }

  public int expectedNeurons() {
    return expectedNeurons;
  }
}
