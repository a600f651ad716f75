/**
 * The convolutional encoder and decoder that several families share: ESVAE, FSVAE and their
 * baseline.
 *
 * <p>Read {@link io.spikelet.training.backbone.BackboneShape} first. May use {@code layer}; knows
 * no latent sampling, no loss, no family.
 */
@NullMarked
package io.spikelet.training.backbone;

import org.jspecify.annotations.NullMarked;
