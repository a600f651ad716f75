/**
 * The ordinary generative adversarial network at work. Start with {@link
 * io.spikelet.runtime.generator.anngan.AnnGanModel}. May use what the front door may use.
 */
@NullMarked
package io.spikelet.runtime.generator.anngan;

import org.jspecify.annotations.NullMarked;
