/**
 * Fully connected layers of integrate-and-fire neurons that fire at most once, whose information is
 * the time of that spike, and how they learn from those times.
 *
 * <p>Read {@link io.spikelet.training.firstspike.FirstSpikeLayer} first, then {@link
 * io.spikelet.training.firstspike.FirstSpikeNetwork}. Plain Java arrays and the Vector API; knows
 * no images and no families. May use {@code layer}, {@code run}, what {@code export} says of
 * spikes' timing and the runtime's rule by which first spikes decide.
 */
@NullMarked
package io.spikelet.training.firstspike;

import org.jspecify.annotations.NullMarked;
