/**
 * Spiking-Diffusion: code maps drawn by unmasking them step by step, and the spiking autoencoder
 * that they belong to. Read {@link
 * io.spikelet.runtime.generator.spikingdiffusion.SpikingDiffusionModel} first. May use what the
 * front door may use; knows no other family.
 */
@NullMarked
package io.spikelet.runtime.generator.spikingdiffusion;

import org.jspecify.annotations.NullMarked;
