/**
 * The ordinary variational autoencoder at work. Start with {@link
 * io.spikelet.runtime.generator.annvae.AnnVaeModel}. May use what the front door may use.
 */
@NullMarked
package io.spikelet.runtime.generator.annvae;

import org.jspecify.annotations.NullMarked;
