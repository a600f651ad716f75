/**
 * Spikes over time: {@link io.spikelet.runtime.spike.SpikeTrain} first, then what is counted on it.
 *
 * <p>May use ND4J, in {@link io.spikelet.runtime.spike.SpikeTrainAnalysis} only. Knows no layers,
 * no images.
 */
@NullMarked
package io.spikelet.runtime.spike;

import org.jspecify.annotations.NullMarked;
