/**
 * Noise and latent spikes. {@link io.spikelet.runtime.latent.RandomStream} first: all randomness of
 * a picture comes from its {@link io.spikelet.runtime.latent.ImageSeed} and from nothing else.
 *
 * <p>May use {@code spike}. Knows no networks, no images.
 */
@NullMarked
package io.spikelet.runtime.latent;

import org.jspecify.annotations.NullMarked;
