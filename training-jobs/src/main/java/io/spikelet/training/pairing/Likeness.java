package io.spikelet.training.pairing;

import io.spikelet.runtime.image.NormalisedError;

/**
 * How like an image of its class a synthesised image is, by the normalised error (paper, section on
 * evaluation): against the one image that all utterances of the class are paired with, or, where
 * each has its own, against the most similar of all training images of the class.
 */
final class Likeness {

  private final Pairs pairs;

  Likeness(Pairs pairs) {
    this.pairs = pairs;
  }

  /**
   * The error of an image of a class that was not heard in training.
   *
   * @param values of its pixels, in any scale
   */
  double error(float[] values, int label) {
    return pairs.candidates(label).parallelStream()
        .mapToDouble(image -> NormalisedError.of(values, pixels(image)))
        .min()
        .orElseThrow();
  }

  private float[] pixels(int image) {
    byte[] levels = pairs.levels(image);
    float[] pixels = new float[levels.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Byte.toUnsignedInt(levels[i]);
    }
    return pixels;
  }
}
