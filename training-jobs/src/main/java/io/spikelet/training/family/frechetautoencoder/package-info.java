/**
 * The ordinary autoencoder whose code is the feature vector of the Frechet autoencoder distance.
 *
 * <p>Read {@link io.spikelet.training.family.frechetautoencoder.FrechetAutoencoderNetwork} first.
 * May use {@code layer}, {@code backbone}, {@code trainer}, {@code export} and the runtime.
 */
@NullMarked
package io.spikelet.training.family.frechetautoencoder;

import org.jspecify.annotations.NullMarked;
