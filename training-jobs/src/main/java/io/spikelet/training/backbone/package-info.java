/**
 * The convolutional encoder and decoder that several families share: ESVAE, FSVAE and their
 * baseline.
 *
 * <p>Read {@link io.spikelet.training.backbone.BackboneShape} first. The convolutions do not care
 * what neurons stand behind them; the encoder and decoder around them are those of spiking
 * networks, with neurons at the latent code and a readout over time, and {@link
 * io.spikelet.training.backbone.OrdinaryBackbone} is that of ordinary ones. May use {@code layer};
 * knows no latent sampling, no loss, no family.
 */
@NullMarked
package io.spikelet.training.backbone;

import org.jspecify.annotations.NullMarked;
