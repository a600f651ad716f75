package io.spikelet.runtime.image;

import java.util.Arrays;
import java.util.List;

/** Many pictures as one, filled row by row, no gaps, black where no picture is left. */
public final class ContactSheet {

  private ContactSheet() {}

  /**
   * The sheet of some pictures in {@code ceil(sqrt(n))} columns; tile k holds the values of picture
   * k unchanged.
   *
   * @param images at least one, all of the same size, channels and value range
   * @throws IllegalArgumentException if there is none, or they differ
   */
  public static Image of(List<Image> images) {
    return of(images, Math.max(1, columns(images.size())));
  }

  /**
   * The sheet of some pictures in rows of a length.
   *
   * @param images at least one, all of the same size, channels and value range
   * @param columns at least 1
   * @throws IllegalArgumentException if there is no picture, they differ, or there is no column
   */
  public static Image of(List<Image> images, int columns) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("a contact sheet needs at least one picture");
    }
    if (columns < 1) {
      throw new IllegalArgumentException("columns must be at least 1, not " + columns);
    }
    Image first = images.getFirst();
    int rows = Math.ceilDiv(images.size(), columns);
    int width = columns * first.width();
    int height = rows * first.height();
    float[] sheet = new float[Math.multiplyExact(first.channels() * height, width)];
    Arrays.fill(sheet, first.range().low());
    for (int k = 0; k < images.size(); k++) {
      requireSameForm(first, images.get(k));
      int top = k / columns * first.height();
      place(images.get(k), sheet, top * width + k % columns * first.width(), height, width);
    }
    return Image.of(first.channels(), height, width, sheet, first.range());
  }

  /** Columns of a sheet of n pictures: the smallest c with c * c at least n. */
  static int columns(int n) {
    int columns = (int) Math.sqrt(n);
    return columns * columns < n ? columns + 1 : columns;
  }

  private static void place(Image image, float[] sheet, int start, int height, int width) {
    float[] pixels = image.pixels();
    for (int row = 0; row < image.channels() * image.height(); row++) {
      int channel = row / image.height();
      int y = row % image.height();
      int target = start + (channel * height + y) * width;
      System.arraycopy(pixels, row * image.width(), sheet, target, image.width());
    }
  }

  private static void requireSameForm(Image first, Image image) {
    if (image.channels() != first.channels()
        || image.height() != first.height()
        || image.width() != first.width()
        || !image.range().equals(first.range())) {
      throw new IllegalArgumentException(
          "a contact sheet cannot hold both " + first + " and " + image);
    }
  }
}
