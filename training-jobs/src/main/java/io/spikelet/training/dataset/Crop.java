package io.spikelet.training.dataset;

/** Which part of a picture is kept before it is resized. */
public sealed interface Crop {

  /** The whole picture, whatever its proportions. */
  record Whole() implements Crop {}

  /** The square of {@code side} pixels in the middle. */
  record Centre(int side) implements Crop {
    /** Checks the side. */
    public Centre {
      if (side < 1) {
        throw new IllegalArgumentException("side must be at least 1, not " + side);
      }
    }
  }

  /** The largest square in the middle. */
  record LargestSquare() implements Crop {}
}
