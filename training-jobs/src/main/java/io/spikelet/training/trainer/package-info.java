/**
 * The training loop, the same for every family.
 *
 * <p>Read {@link io.spikelet.training.trainer.Trainer} first, then {@link
 * io.spikelet.training.trainer.Trainable}, what a family supplies. May use {@code layer}, {@code
 * dataset}, {@code export} and {@code run}; knows no family.
 */
@NullMarked
package io.spikelet.training.trainer;

import org.jspecify.annotations.NullMarked;
