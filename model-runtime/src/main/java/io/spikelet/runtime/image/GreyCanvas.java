package io.spikelet.runtime.image;

import java.util.Arrays;

/** A white sheet to draw grey rectangles and text on; what lies outside is cut off. */
final class GreyCanvas {

  /** Pixels of one pixel of the font. */
  static final int FONT_SCALE = 2;

  static final int TEXT_HEIGHT = PixelFont.HEIGHT * FONT_SCALE;

  private static final int ADVANCE = (PixelFont.WIDTH + 1) * FONT_SCALE;

  private final int height;
  private final int width;
  private final byte[] levels;

  GreyCanvas(int height, int width) {
    this.height = height;
    this.width = width;
    this.levels = new byte[Math.multiplyExact(height, width)];
    Arrays.fill(levels, (byte) 255);
  }

  static int textWidth(String text) {
    return text.length() * ADVANCE - FONT_SCALE;
  }

  void fill(int top, int left, int rows, int columns, int level) {
    int right = Math.min(left + columns, width);
    for (int y = Math.max(top, 0); y < Math.min(top + rows, height); y++) {
      Arrays.fill(
          levels, y * width + Math.min(Math.max(left, 0), right), y * width + right, (byte) level);
    }
  }

  /** Text from left to right, its upper left corner at a place. */
  void text(String text, int top, int left) {
    for (int i = 0; i < text.length() * PixelFont.WIDTH * PixelFont.HEIGHT; i++) {
      int x = i % PixelFont.WIDTH;
      int y = i / PixelFont.WIDTH % PixelFont.HEIGHT;
      int place = i / (PixelFont.WIDTH * PixelFont.HEIGHT);
      if (PixelFont.ink(text.charAt(place), y, x)) {
        dot(top + y * FONT_SCALE, left + place * ADVANCE + x * FONT_SCALE);
      }
    }
  }

  /** Text from bottom to top, its lower left corner at a place. */
  void textUpwards(String text, int bottom, int left) {
    for (int i = 0; i < text.length() * PixelFont.WIDTH * PixelFont.HEIGHT; i++) {
      int x = i % PixelFont.WIDTH;
      int y = i / PixelFont.WIDTH % PixelFont.HEIGHT;
      int place = i / (PixelFont.WIDTH * PixelFont.HEIGHT);
      if (PixelFont.ink(text.charAt(place), y, x)) {
        dot(bottom - place * ADVANCE - (x + 1) * FONT_SCALE, left + y * FONT_SCALE);
      }
    }
  }

  Image image() {
    return Image.ofBytes(1, height, width, levels, ValueRange.UNIT);
  }

  private void dot(int top, int left) {
    fill(top, left, FONT_SCALE, FONT_SCALE, 0);
  }
}
