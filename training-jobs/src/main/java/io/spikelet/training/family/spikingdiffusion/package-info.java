/**
 * Spiking-Diffusion: a spiking autoencoder with a codebook, and a spiking denoiser that draws code
 * maps by unmasking them.
 *
 * <p>Read {@link io.spikelet.training.family.spikingdiffusion.VqSvae} first, then {@link
 * io.spikelet.training.family.spikingdiffusion.Denoiser}. May use {@code backbone}, {@code layer},
 * {@code export}, {@code dataset}, {@code run} and {@code trainer}; knows no other family.
 */
@NullMarked
package io.spikelet.training.family.spikingdiffusion;

import org.jspecify.annotations.NullMarked;
