/**
 * Spiking-GAN: for each label a generator and a discriminator of neurons that fire at most once.
 * Start with {@link io.spikelet.training.family.spikinggan.Pair}.
 *
 * <p>May use {@code firstspike}, {@code dataset}, {@code layer}, {@code trainer}, {@code export}
 * and {@code run}; no other family.
 */
@NullMarked
package io.spikelet.training.family.spikinggan;

import org.jspecify.annotations.NullMarked;
