/**
 * Networks of two layers of sigmoid neurons and how they learn: what the ordinary counterparts of
 * the spiking autoencoder and of the audiocoder have in common.
 *
 * <p>Read {@link io.spikelet.training.perceptron.Perceptron} first. May use {@code layer}, {@code
 * run} and {@code trainer}; knows no family.
 */
@NullMarked
package io.spikelet.training.perceptron;

import org.jspecify.annotations.NullMarked;
