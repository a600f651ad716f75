package io.spikelet.runtime.image;

import java.awt.image.Raster;

/**
 * What the samples of a JPEG file mean, and how they become levels of grey, or red, green, blue.
 */
enum JpegColours {
  GREY,
  RGB,
  /** Luma and two differences (ITU-T T.871). */
  YCC,
  /** Inks as image programs store them: 255 for none. */
  CMYK,
  /** The first three of the inks as luma and two differences. */
  YCCK;

  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);
  private static final int CENTRE = 128;
  // T.871, 7: as fractions of 2^16.
  private static final int RED_OF_CR = 91881;
  private static final int GREEN_OF_CB = 22554;
  private static final int GREEN_OF_CR = 46802;
  private static final int BLUE_OF_CB = 116130;

  /** The markers that tell; the first of each kind counts. */
  static final class Markers {
    private static final int NONE = -1;
    private static final int ADOBE_TRANSFORM = 11;
    private static final int IDENTIFIERS_RGB = ('R' << 16) | ('G' << 8) | 'B';

    private boolean jfif;
    private int transform = NONE;

    void see(int marker, FileBytes data) {
      if (marker == JpegSegments.JFIF && data.startsWith("JFIF\0")) {
        jfif = true;
      }
      if (marker == JpegSegments.ADOBE
          && data.startsWith("Adobe")
          && data.has(ADOBE_TRANSFORM, 1)
          && transform == NONE) {
        transform = data.one(ADOBE_TRANSFORM);
      }
    }

    /** In the order in which the reference decoder asks. */
    JpegColours colours(JpegFrame frame) {
      return switch (frame.components()) {
        case 1 -> GREY;
        case 3 -> ofThree(frame);
        default -> transform == 2 ? YCCK : CMYK;
      };
    }

    private JpegColours ofThree(JpegFrame frame) {
      if (jfif) {
        return YCC;
      }
      if (transform != NONE) {
        return transform == 0 ? RGB : YCC;
      }
      return frame.identifiers() == IDENTIFIERS_RGB ? RGB : YCC;
    }
  }

  /** The picture of the samples. */
  Image image(Raster samples) {
    if (this == GREY || this == RGB) {
      return AwtPixels.ofSamples(samples, Byte.SIZE, null);
    }
    int width = samples.getWidth();
    int bands = samples.getNumBands();
    int plane = width * samples.getHeight();
    byte[] chw = new byte[3 * plane];
    int[] row = new int[width * bands];
    int[] rgb = new int[3];
    for (int y = 0; y < samples.getHeight(); y++) {
      DecodingStoppedException.stopIfInterrupted();
      samples.getPixels(samples.getMinX(), samples.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        convert(row, x * bands, rgb);
        for (int channel = 0; channel < 3; channel++) {
          chw[channel * plane + y * width + x] = (byte) rgb[channel];
        }
      }
    }
    return Image.owning(3, samples.getHeight(), width, chw, ValueRange.UNIT);
  }

  private void convert(int[] row, int at, int[] rgb) {
    switch (this) {
      case GREY, RGB -> System.arraycopy(row, at, rgb, 0, 3);
      case YCC -> difference(row, at, rgb);
      case CMYK -> {
        System.arraycopy(row, at, rgb, 0, 3);
        darken(rgb, row[at + 3]);
      }
      case YCCK -> {
        difference(row, at, rgb);
        for (int channel = 0; channel < 3; channel++) {
          rgb[channel] = 255 - rgb[channel];
        }
        darken(rgb, row[at + 3]);
      }
    }
  }

  private static void difference(int[] row, int at, int[] rgb) {
    int luma = row[at];
    int cb = row[at + 1] - CENTRE;
    int cr = row[at + 2] - CENTRE;
    rgb[0] = level(luma + ((RED_OF_CR * cr + HALF) >> BITS));
    rgb[1] = level(luma + ((-GREEN_OF_CB * cb - GREEN_OF_CR * cr + HALF) >> BITS));
    rgb[2] = level(luma + ((BLUE_OF_CB * cb + HALF) >> BITS));
  }

  /** By what the black ink leaves. */
  private static void darken(int[] rgb, int white) {
    for (int channel = 0; channel < 3; channel++) {
      rgb[channel] = (rgb[channel] * white + 127) / 255;
    }
  }

  private static int level(int value) {
    return Math.clamp(value, 0, 255);
  }
}
