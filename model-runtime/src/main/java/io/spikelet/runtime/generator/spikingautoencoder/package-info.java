/**
 * The spiking autoencoder at work. Start with {@link
 * io.spikelet.runtime.generator.spikingautoencoder.SpikingAutoencoderModel}. May use what the front
 * door may use.
 */
@NullMarked
package io.spikelet.runtime.generator.spikingautoencoder;

import org.jspecify.annotations.NullMarked;
