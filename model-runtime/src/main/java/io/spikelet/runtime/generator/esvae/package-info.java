/**
 * The spiking variational autoencoder ESVAE at work. Start with {@link
 * io.spikelet.runtime.generator.esvae.EsvaeModel}. May use what the front door may use.
 */
@NullMarked
package io.spikelet.runtime.generator.esvae;

import org.jspecify.annotations.NullMarked;
