/**
 * ESVAE: a spiking variational autoencoder whose latent spikes are drawn with the firing rate as
 * probability (Zhan et al., "ESVAE: An Efficient Spiking Variational Autoencoder with
 * Reparameterizable Poisson Spiking Sampling").
 *
 * <p>Read {@link io.spikelet.training.family.esvae.EsvaeNetwork} first. May use {@code layer},
 * {@code backbone}, {@code trainer}, {@code export} and the runtime.
 */
@NullMarked
package io.spikelet.training.family.esvae;

import org.jspecify.annotations.NullMarked;
