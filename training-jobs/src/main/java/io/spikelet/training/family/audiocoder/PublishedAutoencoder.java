package io.spikelet.training.family.audiocoder;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.run.RunException;
import io.spikelet.training.trace.LeakyNeuron;
import java.util.List;

/**
 * The autoencoder whose hidden spikes an audiocoder learns to give, as it was published.
 *
 * @param published its package
 */
record PublishedAutoencoder(ModelPackage published) {

  private static final String DECODER = "decoder.0";

  /**
   * Checks the family.
   *
   * @throws RunException if it is no spiking autoencoder
   */
  PublishedAutoencoder {
    ModelFamily family = published.spec().family();
    if (family != ModelFamily.SPIKING_AUTOENCODER) {
      throw new RunException(
          "setting autoencoder must name a %s, but %s is of family %s"
              .formatted(
                  ModelFamily.SPIKING_AUTOENCODER.id(), published.ref(), family.id()));
    }
  }

  int hiddenSize() {
    return published.spec().latentSize();
  }

  ImageSpec image() {
    return published.spec().image();
  }

  /** The decoder's graph as it is. */
  byte[] decoder() {
    return published.graph(GraphRole.DECODER);
  }

  /** The decoder's layers, working for a picture of another number of time steps. */
  List<LayerSpec> decoderLayers(int timeSteps) {
    return published.spec().layers().stream()
        .filter(layer -> layer.graph() == GraphRole.DECODER)
        .map(layer -> layer.evaluated(timeSteps))
        .toList();
  }

  /** Weights of the decoder, {@code [pixels, hidden]}. */
  WeightArray decoderWeight() {
    return GraphWeights.of(published).get(DECODER + ".weight");
  }

  /** Its neurons' constants. */
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

  /**
   * Loads it to run.
   *
   * @throws RunException if it has fewer time steps than are to be kept
   */
  ImageModel load(int keptSteps) {
    if (keptSteps > published.spec().timeSteps()) {
      throw new RunException(
          "setting kept-steps must be at most %d, the time steps of %s, not %d"
              .formatted(published.spec().timeSteps(), published.ref(), keptSteps));
    }
    return ModelLoader.load(published);
  }
}
