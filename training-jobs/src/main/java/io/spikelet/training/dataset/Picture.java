package io.spikelet.training.dataset;

/**
 * One picture as stored: {@code [C, H, W]}, unsigned levels.
 *
 * @param pixels not copied
 */
record Picture(int channels, int height, int width, byte[] pixels) {

  Picture {
    assert pixels.length == channels * height * width;
  }

  /** Rows and columns exchanged. */
  Picture transposed() {
    byte[] result = new byte[pixels.length];
    for (int c = 0; c < channels; c++) {
      int plane = c * height * width;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          result[plane + x * height + y] = pixels[plane + y * width + x];
        }
      }
    }
    return new Picture(channels, width, height, result);
  }

  /** The rectangle of the given size whose top left corner is {@code (top, left)}. */
  Picture cropped(int top, int left, int newHeight, int newWidth) {
    byte[] result = new byte[channels * newHeight * newWidth];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < newHeight; y++) {
        int from = (c * height + top + y) * width + left;
        System.arraycopy(pixels, from, result, (c * newHeight + y) * newWidth, newWidth);
      }
    }
    return new Picture(channels, newHeight, newWidth, result);
  }

  /** A grey picture as red, green and blue of the same level; a coloured one as it is. */
  Picture coloured() {
    if (channels == 3) {
      return this;
    }
    byte[] result = new byte[3 * pixels.length];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(pixels, 0, result, c * pixels.length, pixels.length);
    }
    return new Picture(3, height, width, result);
  }

  String sizeText() {
    return "%dx%d".formatted(width, height);
  }
}
