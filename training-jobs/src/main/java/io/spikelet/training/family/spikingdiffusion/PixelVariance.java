package io.spikelet.training.family.spikingdiffusion;

import io.spikelet.training.dataset.ImageSet;

/** The unbiased variance of all pixels of a data set on the scale from 0 to 1. */
final class PixelVariance {

  private static final int WHITE = 255;

  private PixelVariance() {}

  static double of(ImageSet images) {
    long[] levels = new long[WHITE + 1];
    for (int i = 0; i < images.size(); i++) {
      for (byte pixel : images.pixels(i)) {
        levels[Byte.toUnsignedInt(pixel)]++;
      }
    }
    double count = 0;
    double sum = 0;
    double squares = 0;
    for (int level = 0; level <= WHITE; level++) {
      double value = (double) level / WHITE;
      count += levels[level];
      sum += value * levels[level];
      squares += value * value * levels[level];
    }
    return (squares - sum * sum / count) / (count - 1);
  }
}
