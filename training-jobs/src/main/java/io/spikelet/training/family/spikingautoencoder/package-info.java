/**
 * The spiking autoencoder: an image as random spikes, a hidden layer, and neurons that learn to
 * fire as the image's spikes do.
 *
 * <p>Read {@link io.spikelet.training.family.spikingautoencoder.SpikingAutoencoderTraining} first.
 * May use {@code trace}, {@code layer}, {@code trainer}, {@code export} and the runtime.
 */
@NullMarked
package io.spikelet.training.family.spikingautoencoder;

import org.jspecify.annotations.NullMarked;
