/**
 * The ordinary autoencoder that the spiking one is compared with: two layers of sigmoid neurons.
 *
 * <p>Read {@link io.spikelet.training.family.annautoencoder.AnnAutoencoderTraining} first. May use
 * {@code perceptron}, {@code layer}, {@code trainer}, {@code export} and the runtime.
 */
@NullMarked
package io.spikelet.training.family.annautoencoder;

import org.jspecify.annotations.NullMarked;
