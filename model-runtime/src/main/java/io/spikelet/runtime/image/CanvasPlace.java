package io.spikelet.runtime.image;

import io.spikelet.runtime.image.ForeignReader.Sampling;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Where the first frame of an animation lies on its canvas.
 *
 * @param canvasWidth at least as far as the frame reaches
 * @param canvasHeight at least as far as the frame reaches
 */
record CanvasPlace(int canvasWidth, int canvasHeight, int left, int top, int width, int height) {

  CanvasPlace(int canvasWidth, int canvasHeight, int left, int top, int width, int height) {
    this.canvasWidth = Math.max(canvasWidth, left + width);
    this.canvasHeight = Math.max(canvasHeight, top + height);
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
  }

  /** Of a frame that fills its canvas. */
  static CanvasPlace filled(int width, int height) {
    return new CanvasPlace(width, height, 0, 0, width, height);
  }

  /**
   * Lays the frame on a transparent canvas.
   *
   * @param step every so many-th pixel of the canvas is kept
   * @param frame decodes the pixels of the frame that are kept
   */
  Image onCanvas(int step, Function<Sampling, Image> frame) {
    int across = Math.floorMod(-left, step);
    int down = Math.floorMod(-top, step);
    if (across >= width || down >= height) {
      // Between the pixels that are kept.
      return blank(step);
    }
    Image pixels = frame.apply(new Sampling(step, across, down));
    if (width == canvasWidth && height == canvasHeight) {
      return pixels;
    }
    return laid(pixels, (left + across) / step, (top + down) / step, step);
  }

  private Image blank(int step) {
    int columns = Math.ceilDiv(canvasWidth, step);
    int rows = Math.ceilDiv(canvasHeight, step);
    return Image.owning(4, rows, columns, new byte[4 * rows * columns], ValueRange.UNIT);
  }

  private Image laid(Image pixels, int left, int top, int step) {
    int columns = Math.ceilDiv(canvasWidth, step);
    int rows = Math.ceilDiv(canvasHeight, step);
    byte[] canvas = new byte[4 * rows * columns];
    byte[] levels = pixels.levels();
    int plane = pixels.height() * pixels.width();
    for (int channel = 0; channel < 4; channel++) {
      for (int y = 0; y < pixels.height(); y++) {
        int at = (channel * rows + top + y) * columns + left;
        if (channel < pixels.channels()) {
          System.arraycopy(
              levels, channel * plane + y * pixels.width(), canvas, at, pixels.width());
        } else {
          Arrays.fill(canvas, at, at + pixels.width(), (byte) 255);
        }
      }
    }
    return Image.owning(4, rows, columns, canvas, ValueRange.UNIT);
  }
}
