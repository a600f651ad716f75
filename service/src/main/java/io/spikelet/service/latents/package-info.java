/**
 * Latent spike trains: out of images or the prior, and back into images. Read {@link
 * io.spikelet.service.latents.LatentsController}. May use the runtime, {@code request}, {@code
 * serving}, {@code answer} and {@code contract}.
 */
@NullMarked
package io.spikelet.service.latents;

import org.jspecify.annotations.NullMarked;
