/**
 * The directory of one training run: settings, metrics, pictures, checkpoint.
 *
 * <p>Read {@link io.spikelet.training.run.RunDirectory} first. May use {@code layer} for the
 * tensors of a checkpoint; knows no family and no trainer.
 */
@NullMarked
package io.spikelet.training.run;

import org.jspecify.annotations.NullMarked;
