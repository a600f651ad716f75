/**
 * The spiking variational autoencoder FSVAE at work. Start with {@link
 * io.spikelet.runtime.generator.fsvae.FsvaeModel}. May use what the front door may use.
 */
@NullMarked
package io.spikelet.runtime.generator.fsvae;

import org.jspecify.annotations.NullMarked;
