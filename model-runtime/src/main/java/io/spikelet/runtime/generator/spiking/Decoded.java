package io.spikelet.runtime.generator.spiking;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.image.Image;

/**
 * A decoded image.
 *
 * @param activity of all layers that worked for it, the latent layer among them
 */
record Decoded(Image image, NetworkActivity activity) {}
