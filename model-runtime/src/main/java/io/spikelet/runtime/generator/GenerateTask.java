package io.spikelet.runtime.generator;

import io.spikelet.runtime.latent.ImageSeed;

/**
 * One image to draw from the prior.
 *
 * @param seed names the random stream of this image
 * @param parameters what the model family offers beyond the seed
 */
public record GenerateTask(ImageSeed seed, TaskParameters parameters) {

  /** A task with the family's default parameters. */
  public GenerateTask(ImageSeed seed) {
    this(seed, TaskParameters.NONE);
  }
}
