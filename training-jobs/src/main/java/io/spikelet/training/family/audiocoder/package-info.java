/**
 * The audiocoder: a spiking network that hears a spoken digit and answers with the hidden spikes
 * that an autoencoder has for an image of it.
 *
 * <p>Read {@link io.spikelet.training.family.audiocoder.AudiocoderTraining} first. May use {@code
 * trace}, {@code layer}, {@code trainer}, {@code export} and the runtime; what it needs of the
 * autoencoder it takes from a published package.
 */
@NullMarked
package io.spikelet.training.family.audiocoder;

import org.jspecify.annotations.NullMarked;
