/**
 * A classifier of neurons that fire at most once: the label whose neuron fires first. Start with
 * {@link io.spikelet.training.family.ttfsclassifier.TtfsClassifierTraining}.
 *
 * <p>May use {@code firstspike}, {@code dataset}, {@code layer}, {@code trainer}, {@code export}
 * and {@code run}; no other family.
 */
@NullMarked
package io.spikelet.training.family.ttfsclassifier;

import org.jspecify.annotations.NullMarked;
