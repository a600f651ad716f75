/** The library: model packages, spikes, latent samplers, engines, energy, pool. */
@NullMarked
package io.spikelet.runtime;

import org.jspecify.annotations.NullMarked;
