package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.MeanSquaredError;
import io.spikelet.runtime.image.NormalisedError;
import io.spikelet.runtime.image.StructuralSimilarity;
import java.util.OptionalDouble;

/**
 * An image that went through encoder and decoder.
 *
 * @param image the reconstruction, in the package's size and value range
 * @param mse mean squared error against the prepared input, in the package's value range, before
 *     rounding to 8 bits
 * @param ssim structural similarity with the prepared input
 * @param normalisedError error against the prepared input where brightness and contrast do not
 *     count ({@link NormalisedError})
 * @param spikeError the same between the spike counts that the image was shown as and those of the
 *     answer; empty where a model does not read and write spikes
 * @param activity spikes and taps of every layer that ran, caused by this very image
 * @param times where the time went
 */
public record Reconstruction(
    Image image,
    double mse,
    double ssim,
    double normalisedError,
    OptionalDouble spikeError,
    NetworkActivity activity,
    StageTimes times)
    implements Timed {

  /** Compares a decoded image with the prepared input. */
  public static Reconstruction of(Image original, GeneratedImage drawn) {
    return of(original, drawn, OptionalDouble.empty());
  }

  /** As {@link #of(Image, GeneratedImage)}, with the error of the spikes. */
  public static Reconstruction of(Image original, GeneratedImage drawn, OptionalDouble spikeError) {
    return new Reconstruction(
        drawn.image(),
        MeanSquaredError.of(drawn.image(), original),
        StructuralSimilarity.ssim(drawn.image(), original),
        NormalisedError.of(drawn.image().pixels(), original.pixels()),
        spikeError,
        drawn.activity(),
        drawn.times());
  }
}
