package io.spikelet.runtime.generator;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import org.jspecify.annotations.Nullable;

/**
 * One latent spike train to draw.
 *
 * @param image the image to encode, of any size; null draws from the prior
 * @param seed names the random stream of the latent spikes
 */
public record LatentTask(@Nullable Image image, ImageSeed seed) {}
