package io.spikelet.runtime.generator;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImagePreparation;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.latent.ImageSeed;

/**
 * One image to encode and decode.
 *
 * @param image of any size; prepared for the model unless it already has the model's size and range
 * @param seed names the random stream of the latent code
 * @param parameters what the model family offers beyond the seed
 */
public record ReconstructTask(Image image, ImageSeed seed, TaskParameters parameters) {

  /** A task with the family's default parameters. */
  public ReconstructTask(Image image, ImageSeed seed) {
    this(image, seed, TaskParameters.NONE);
  }

  /** The same task with an image in a model's form; one that has it already is left as it is. */
  public ReconstructTask prepared(ImageSpec spec) {
    return spec.fits(image)
        ? this
        : new ReconstructTask(ImagePreparation.toModel(image, spec), seed, parameters);
  }
}
