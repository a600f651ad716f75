/**
 * The ordinary variational autoencoder that FSVAE and ESVAE are compared with: the same
 * architecture with real values in place of spikes, and one time step.
 *
 * <p>Read {@link io.spikelet.training.family.annvae.AnnVaeNetwork} first. May use {@code layer},
 * {@code backbone}, {@code trainer}, {@code export} and the runtime.
 */
@NullMarked
package io.spikelet.training.family.annvae;

import org.jspecify.annotations.NullMarked;
