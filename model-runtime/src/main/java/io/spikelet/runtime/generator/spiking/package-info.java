/**
 * What the families with a latent spike train have in common: encoder, decoder, and the model made
 * of them and a family's source of latent spikes. Start with {@link
 * io.spikelet.runtime.generator.spiking.SpikingVae}. May use what the front door may use; knows no
 * family.
 */
@NullMarked
package io.spikelet.runtime.generator.spiking;

import org.jspecify.annotations.NullMarked;
