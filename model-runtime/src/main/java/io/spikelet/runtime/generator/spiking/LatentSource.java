package io.spikelet.runtime.generator.spiking;

import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.latent.ImageSeed;
import java.util.List;

/**
 * Draws the latent spikes of a family.
 *
 * <p>Thread-safe. One result per input, in order; each depends on its own input alone, to the bit.
 */
public interface LatentSource {

  /** Latent spikes from nothing but the image's random stream. */
  List<Latent> prior(List<ImageSeed> seeds);

  /**
   * The spikes of {@link #prior} one time step at a time, as far as they are wanted.
   *
   * @return at most as many steps as the model has
   */
  LatentSteps steps(ImageSeed seed);

  /**
   * Latent spikes of images.
   *
   * @param prepared with images of the model's size and value range
   */
  List<Latent> posterior(List<ReconstructTask> prepared);
}
