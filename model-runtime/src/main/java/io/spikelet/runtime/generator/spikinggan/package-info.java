/**
 * Spiking-GAN at work. Start with {@link io.spikelet.runtime.generator.spikinggan.SpikingGanModel}.
 * May use what the front door may use.
 */
@NullMarked
package io.spikelet.runtime.generator.spikinggan;

import org.jspecify.annotations.NullMarked;
