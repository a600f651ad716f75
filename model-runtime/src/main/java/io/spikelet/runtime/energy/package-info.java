/**
 * From counted spikes to joules: {@link io.spikelet.runtime.energy.NetworkActivity} first.
 *
 * <p>May use {@code model} for what a layer costs and {@code spike} for counts. Energy profiles are
 * data: each with its source and how far to trust it.
 */
@NullMarked
package io.spikelet.runtime.energy;

import org.jspecify.annotations.NullMarked;
