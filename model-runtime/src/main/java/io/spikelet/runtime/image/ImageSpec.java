package io.spikelet.runtime.image;

/**
 * The pictures a model takes and makes.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height in pixels
 * @param width in pixels
 * @param range the values that stand for black and for white
 */
public record ImageSpec(int channels, int height, int width, ValueRange range) {

  /** Largest side of a model's picture, in pixels. */
  public static final int MAX_SIDE = 4096;

  public ImageSpec {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("image channels must be 1 or 3, not " + channels);
    }
    requireSide("height", height);
    requireSide("width", width);
  }

  /** Number of values of one picture: {@code channels * height * width}. */
  public int values() {
    return channels * height * width;
  }

  /** Whether a picture has this size and value range. */
  public boolean fits(Image image) {
    return image.channels() == channels
        && image.height() == height
        && image.width() == width
        && image.range().equals(range);
  }

  private static void requireSide(String name, int pixels) {
    if (pixels < 1 || pixels > MAX_SIDE) {
      throw new IllegalArgumentException(
          "image " + name + " must be from 1 to " + MAX_SIDE + ", not " + pixels);
    }
  }
}
