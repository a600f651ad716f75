/**
 * Spiking layers with their gradients, over all time steps at once; and {@link
 * io.spikelet.training.layer.OrdinaryNeurons}, which stand in their place in an ordinary network.
 *
 * <p>Read {@link io.spikelet.training.layer.SpikingNeurons} first (batch normalisation through time
 * and leaky integrate-and-fire neurons as one pass), then {@link
 * io.spikelet.training.layer.Synapses}. Tensors are libtorch's, {@code [time * sample, channel,
 * height, width]} with channels last in memory; a pass writes straight on their memory. No layer
 * records on libtorch's autograd tape: each has a {@code forward} and a {@code backward} side by
 * side.
 *
 * <p>May use libtorch and {@code runtime.latent}; knows no data set, no family, no trainer.
 */
@NullMarked
package io.spikelet.training.layer;

import org.jspecify.annotations.NullMarked;
