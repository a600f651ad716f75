package io.spikelet.runtime.image;

import java.util.List;

/**
 * What was done to the pixels of a lossless WebP picture before they were stored, and is undone
 * (RFC 9649, section 3.5).
 *
 * @param width of the picture in front of the transform
 * @param sizeBits of the sides of its blocks; for palettes of the pixels that share a number
 * @param data a number for each block, or the colours of a palette
 */
@SuppressWarnings("ArrayRecordComponent")
record WebpTransform(Kind kind, int width, int sizeBits, int[] data) {

  private static final int BLACK = 0xFF000000;
  private static final int EVEN = 0xFEFEFEFE;
  private static final int RED_AND_BLUE = 0x00FF00FF;
  private static final int ALPHA_AND_GREEN = 0xFF00FF00;

  /** In the order of their numbers. */
  enum Kind {
    PREDICTOR,
    COLOUR,
    SUBTRACT_GREEN,
    COLOUR_INDEXING;

    private static final List<Kind> NUMBERED = List.of(values());

    static Kind numbered(int number) {
      return NUMBERED.get(number);
    }
  }

  /** Pixels across behind the transform. */
  int packedWidth() {
    return kind == Kind.COLOUR_INDEXING ? Math.ceilDiv(width, 1 << sizeBits) : width;
  }

  /** Undoes it, within the array. */
  void undo(int[] argb, int height) {
    for (int row = 0; row < height; row++) {
      DecodingStoppedException.stopIfInterrupted();
      switch (kind) {
        case PREDICTOR -> addPredictions(argb, row);
        case COLOUR -> addColours(argb, row);
        case SUBTRACT_GREEN -> addGreen(argb, row);
        // From the end: several pixels are made of each.
        case COLOUR_INDEXING -> lookUp(argb, height - 1 - row);
      }
    }
  }

  /** Channel by channel, modulo 256. */
  static int sum(int a, int b) {
    return (((a & ALPHA_AND_GREEN) + (b & ALPHA_AND_GREEN)) & ALPHA_AND_GREEN)
        | (((a & RED_AND_BLUE) + (b & RED_AND_BLUE)) & RED_AND_BLUE);
  }

  private int block(int x, int y) {
    return data[(y >> sizeBits) * Math.ceilDiv(width, 1 << sizeBits) + (x >> sizeBits)];
  }

  private void addGreen(int[] argb, int y) {
    for (int at = y * width; at < (y + 1) * width; at++) {
      int green = (argb[at] >> 8) & 0xFF;
      argb[at] = sum(argb[at], (green << 16) | green);
    }
  }

  private void addColours(int[] argb, int y) {
    for (int x = 0; x < width; x++) {
      int factors = block(x, y);
      int pixel = argb[y * width + x];
      byte green = (byte) (pixel >> 8);
      int red = ((pixel >> 16) + share(factors, green)) & 0xFF;
      int blue = (pixel + share(factors >> 8, green) + share(factors >> 16, (byte) red)) & 0xFF;
      argb[y * width + x] = (pixel & ALPHA_AND_GREEN) | (red << 16) | blue;
    }
  }

  /** Factors are fractions of 2^5. */
  private static int share(int factor, byte colour) {
    return ((byte) factor * colour) >> 5;
  }

  private void lookUp(int[] argb, int y) {
    int packed = packedWidth();
    int bitsEach = Byte.SIZE >> sizeBits;
    for (int x = width - 1; x >= 0; x--) {
      int numbers = (argb[y * packed + (x >> sizeBits)] >> 8) & 0xFF;
      int place = x & ((1 << sizeBits) - 1);
      int number = (numbers >> (place * bitsEach)) & ((1 << bitsEach) - 1);
      argb[y * width + x] = number < data.length ? data[number] : 0;
    }
  }

  private void addPredictions(int[] argb, int y) {
    for (int x = 0; x < width; x++) {
      int at = y * width + x;
      int prediction;
      if (y == 0) {
        prediction = x == 0 ? BLACK : argb[at - 1];
      } else if (x == 0) {
        prediction = argb[at - width];
      } else {
        prediction = prediction(argb, at, (block(x, y) >> 8) & 0xF);
      }
      argb[at] = sum(argb[at], prediction);
    }
  }

  private int prediction(int[] argb, int at, int mode) {
    int left = argb[at - 1];
    int top = argb[at - width];
    int topLeft = argb[at - width - 1];
    // Right of the last pixel of a line stands the first of the next.
    int topRight = argb[at - width + 1];
    return switch (mode) {
      case 1 -> left;
      case 2 -> top;
      case 3 -> topRight;
      case 4 -> topLeft;
      case 5 -> mean(mean(left, topRight), top);
      case 6 -> mean(left, topLeft);
      case 7 -> mean(left, top);
      case 8 -> mean(topLeft, top);
      case 9 -> mean(top, topRight);
      case 10 -> mean(mean(left, topLeft), mean(top, topRight));
      case 11 -> distance(top, topLeft) < distance(left, topLeft) ? left : top;
      case 12 -> each(left, top, topLeft, (l, t, tl) -> l + t - tl);
      case 13 -> each(mean(left, top), topLeft, 0, (m, tl, _) -> m + (m - tl) / 2);
      default -> BLACK;
    };
  }

  private static int mean(int a, int b) {
    return (((a ^ b) & EVEN) >>> 1) + (a & b);
  }

  private static int distance(int a, int b) {
    int sum = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      sum += Math.abs(((a >>> shift) & 0xFF) - ((b >>> shift) & 0xFF));
    }
    return sum;
  }

  private interface Channel {
    int of(int a, int b, int c);
  }

  private static int each(int a, int b, int c, Channel channel) {
    int pixel = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int level = channel.of((a >>> shift) & 0xFF, (b >>> shift) & 0xFF, (c >>> shift) & 0xFF);
      pixel |= Math.clamp(level, 0, 255) << shift;
    }
    return pixel;
  }
}
