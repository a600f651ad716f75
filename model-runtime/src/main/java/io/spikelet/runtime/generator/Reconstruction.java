package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.MeanSquaredError;
import io.spikelet.runtime.image.StructuralSimilarity;

/**
 * An image that went through encoder and decoder.
 *
 * @param image the reconstruction, in the package's size and value range
 * @param mse mean squared error against the prepared input, in the package's value range, before
 *     rounding to 8 bits
 * @param ssim structural similarity with the prepared input
 * @param activity spikes and taps of every layer that ran, caused by this very image
 * @param times where the time went
 */
public record Reconstruction(
    Image image, double mse, double ssim, NetworkActivity activity, StageTimes times) {

  /** Compares a decoded image with the prepared input. */
  public static Reconstruction of(Image original, GeneratedImage drawn) {
    return new Reconstruction(
        drawn.image(),
        MeanSquaredError.of(drawn.image(), original),
        StructuralSimilarity.ssim(drawn.image(), original),
        drawn.activity(),
        drawn.times());
  }
}
