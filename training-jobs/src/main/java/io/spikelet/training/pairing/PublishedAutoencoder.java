package io.spikelet.training.pairing;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.PackageSource;
import java.util.List;

/**
 * The autoencoder whose hidden layer a network learns to give and whose decoder draws, as it was
 * published.
 *
 * @param published its package
 */
public record PublishedAutoencoder(ModelPackage published) {

  /**
   * The one that the settings name; they are pinned to the package that it is now.
   *
   * @throws RunException if it is of another family
   */
  public static PublishedAutoencoder pinned(
      Settings settings, PackageSource packages, ModelFamily family) {
    String named = ListeningSettings.from(settings, family).autoencoder();
    ModelPackage published = packages.pull(named);
    ModelFamily found = published.spec().family();
    if (found != family) {
      throw new RunException(
          "setting autoencoder must name a %s, but %s is of family %s"
              .formatted(family.id(), published.ref(), found.id()));
    }
    settings.set(ListeningSettings.AUTOENCODER, published.ref().toString());
    ListeningSettings.from(settings, family); // Taken again, now pinned.
    return new PublishedAutoencoder(published);
  }

  /** Neurons of the hidden layer. */
  public int hiddenSize() {
    return published.spec().latentSize();
  }

  /** What it reads and draws. */
  public ImageSpec image() {
    return published.spec().image();
  }

  /** The decoder's graph as it is. */
  public byte[] decoder() {
    return published.graph(GraphRole.DECODER);
  }

  /** The decoder's layers, working for a picture of another number of time steps. */
  public List<LayerSpec> decoderLayers(int timeSteps) {
    return published.spec().layers().stream()
        .filter(layer -> layer.graph() == GraphRole.DECODER)
        .map(layer -> layer.evaluated(timeSteps))
        .toList();
  }
}
