package io.spikelet.training.family.audiocoder;

import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.run.RunException;
import io.spikelet.training.trace.LeakyNeuron;

/**
 * The neurons of a published spiking autoencoder.
 *
 * @param published its package
 */
record PublishedNeurons(ModelPackage published) {

  private static final String DECODER = "decoder.0";

  /** Weights of the decoder, {@code [pixels, hidden]}. */
  WeightArray decoderWeight() {
    return GraphWeights.of(published).get(DECODER + ".weight");
  }

  /** Their constants. */
  LeakyNeuron neuron() {
    return new LeakyNeuron(constant("leak"), constant("threshold"));
  }

  private float constant(String setting) {
    String value = published.spec().training().config().get(setting);
    if (value == null) {
      throw new RunException("%s does not say its %s".formatted(published.ref(), setting));
    }
    return Float.parseFloat(value);
  }
}
