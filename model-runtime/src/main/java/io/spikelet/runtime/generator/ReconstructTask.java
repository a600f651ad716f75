package io.spikelet.runtime.generator;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;

/**
 * One image to encode and decode.
 *
 * @param image of any size; prepared for the model unless it already has the model's size and range
 * @param seed names the random stream of the latent spikes
 */
public record ReconstructTask(Image image, ImageSeed seed) {}
