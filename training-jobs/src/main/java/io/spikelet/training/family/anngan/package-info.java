/**
 * The ordinary generative adversarial network that Spiking-GAN is compared with: one pair of
 * generator and discriminator a label.
 *
 * <p>Read {@link io.spikelet.training.family.anngan.AnnGanNetwork} first. May use {@code dataset},
 * {@code layer}, {@code selection}, {@code trainer}, {@code export}, {@code run} and the runtime.
 */
@NullMarked
package io.spikelet.training.family.anngan;

import org.jspecify.annotations.NullMarked;
