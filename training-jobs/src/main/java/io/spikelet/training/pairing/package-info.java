/**
 * What networks have in common that hear a sound and draw an image which the sound is paired with,
 * by the decoder of a published autoencoder.
 *
 * <p>Read {@link io.spikelet.training.pairing.ListeningTraining} first, then {@link
 * io.spikelet.training.pairing.Pairs}. May use {@code dataset}, {@code layer}, {@code run}, {@code
 * trainer} and the runtime; knows no family.
 */
@NullMarked
package io.spikelet.training.pairing;

import org.jspecify.annotations.NullMarked;
