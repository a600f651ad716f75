package io.spikelet.training.family.audiocoder;

import io.spikelet.runtime.image.NormalisedError;
import io.spikelet.training.dataset.ImageSet;
import java.util.List;

/**
 * How like an image of its digit a synthesised image is, by the normalised error (paper, section on
 * evaluation): against the one image that all utterances of the digit are paired with, or, where
 * each has its own, against the most similar of all training images of the digit.
 */
final class Likeness {

  private final ImageSet images;
  private final PairedImages paired;
  private final Lessons lessons;
  private final Pairing pairing;

  Likeness(ImageSet images, PairedImages paired, Lessons lessons, Pairing pairing) {
    this.images = images;
    this.paired = paired;
    this.lessons = lessons;
    this.pairing = pairing;
  }

  /** The error of an image of a digit that was not heard in training. */
  double error(float[] counts, int label) {
    List<Integer> candidates =
        switch (pairing) {
          case PER_DIGIT -> List.of(lessons.image(0, label));
          case PER_UTTERANCE -> paired.of(label);
        };
    return candidates.parallelStream()
        .mapToDouble(image -> NormalisedError.of(counts, pixels(image)))
        .min()
        .orElseThrow();
  }

  private float[] pixels(int image) {
    byte[] levels = images.pixels(image);
    float[] pixels = new float[levels.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Byte.toUnsignedInt(levels[i]);
    }
    return pixels;
  }
}
