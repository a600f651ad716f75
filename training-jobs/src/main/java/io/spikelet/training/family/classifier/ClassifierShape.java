package io.spikelet.training.family.classifier;

/**
 * Sizes of a classifier.
 *
 * @param channels of a picture: 1 or 3
 * @param height rows of a picture, a multiple of 4, since the network halves them twice
 * @param width columns of a picture, a multiple of 4
 * @param classes number of classes, at least 2
 */
record ClassifierShape(int channels, int height, int width, int classes) {

  /** Output channels of the first convolution. */
  static final int FIRST = 16;

  /** Output channels of the second convolution. */
  static final int SECOND = 32;

  /** Units of the hidden fully connected layer. */
  static final int HIDDEN = 64;

  ClassifierShape {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, not " + channels);
    }
    if (height < 4 || width < 4 || height % 4 != 0 || width % 4 != 0) {
      throw new IllegalArgumentException(
          "height and width must be multiples of 4, not %d and %d".formatted(height, width));
    }
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, not " + classes);
    }
  }

  /** Values of one picture. */
  int pixelCount() {
    return channels * height * width;
  }

  /** Values that reach the first fully connected layer. */
  int features() {
    return SECOND * (height / 4) * (width / 4);
  }
}
