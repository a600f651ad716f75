/**
 * The ordinary audiocoder that the spiking one is compared with: two layers of sigmoid neurons that
 * hear a spoken digit and answer with the hidden values that an autoencoder has for an image of it.
 *
 * <p>Read {@link io.spikelet.training.family.annaudiocoder.AnnAudiocoderTraining} first. May use
 * {@code pairing}, {@code perceptron}, {@code layer}, {@code trainer}, {@code export} and the
 * runtime; what it needs of the autoencoder it takes from a published package.
 */
@NullMarked
package io.spikelet.training.family.annaudiocoder;

import org.jspecify.annotations.NullMarked;
