/**
 * FSVAE: posterior and prior are autoregressive spiking networks, from whose outputs latent spikes
 * are picked at random.
 *
 * <p>Read {@link io.spikelet.training.family.fsvae.FsvaeNetwork} first. May use {@code backbone},
 * {@code layer}, {@code export}, {@code dataset}, {@code run} and {@code trainer}; knows no other
 * family.
 */
@NullMarked
package io.spikelet.training.family.fsvae;

import org.jspecify.annotations.NullMarked;
