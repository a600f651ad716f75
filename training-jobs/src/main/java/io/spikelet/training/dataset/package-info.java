/**
 * Labelled pictures and sounds from files, brought to a model's size once, handed out as batches of
 * floats. Start with {@link io.spikelet.training.dataset.DatasetSource}.
 *
 * <p>May use the runtime's {@code image}, {@code audio} and {@code latent}. Knows no networks and
 * no tensors.
 */
@NullMarked
package io.spikelet.training.dataset;

import org.jspecify.annotations.NullMarked;
