/**
 * Which state of generators that learn unsteadily is kept: how far each label's images are from
 * real ones after an epoch, and the state in which they were nearest.
 *
 * <p>Read {@link io.spikelet.training.selection.KeptGenerators} first, then {@link
 * io.spikelet.training.selection.LabelDistances}. May use {@code dataset}, {@code export}, {@code
 * layer} and {@code run}; knows no family.
 */
@NullMarked
package io.spikelet.training.selection;

import org.jspecify.annotations.NullMarked;
