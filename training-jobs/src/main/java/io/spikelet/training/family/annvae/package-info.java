/**
 * The ordinary variational autoencoder that FSVAE and ESVAE are compared with: the same
 * architecture with real values in place of spikes, and one time step.
 *
 * <p>Read {@link io.spikelet.training.family.annvae.AnnVaeNetwork} first. The same network without
 * sampling ({@link io.spikelet.training.family.annvae.PlainAutoencoder}) has the published features
 * of the Frechet autoencoder distance. May use {@code layer}, {@code backbone}, {@code trainer},
 * {@code export} and the runtime.
 */
@NullMarked
package io.spikelet.training.family.annvae;

import org.jspecify.annotations.NullMarked;
