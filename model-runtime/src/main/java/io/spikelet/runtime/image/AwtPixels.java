package io.spikelet.runtime.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The stored samples of an AWT picture. Not through {@code getRGB}, which would convert grey levels
 * and colour profiles.
 */
final class AwtPixels {

  private AwtPixels() {}

  static Image of(BufferedImage picture) {
    ColorModel colours = picture.getColorModel();
    if (colours instanceof ComponentColorModel && bandsAreChannels(colours)) {
      return ofSamples(picture.getRaster(), colours.getComponentSize(0), null);
    }
    if (colours instanceof IndexColorModel palette) {
      return ofPalette(picture.getRaster(), palette);
    }
    return ofColours(picture.getRaster(), colours);
  }

  private static boolean bandsAreChannels(ColorModel colours) {
    boolean evenBands = colours.getNumComponents() % 2 == 0;
    return colours.getNumComponents() <= 4
        && evenBands == colours.hasAlpha()
        && colours.getComponentSize(0) <= Short.SIZE
        && colours.getTransferType() <= DataBuffer.TYPE_USHORT;
  }

  /**
   * Samples as levels.
   *
   * @param bits of a sample, up to 16
   * @param transparent the samples of the one colour that is transparent; none: there is none
   */
  static Image ofSamples(Raster raster, int bits, int @Nullable [] transparent) {
    int bands = raster.getNumBands();
    int width = raster.getWidth();
    int plane = width * raster.getHeight();
    int channels = transparent == null ? bands : bands + 1;
    int white = (1 << bits) - 1;
    byte[] chw = new byte[channels * plane];
    int[] row = new int[width * bands];
    for (int y = 0; y < raster.getHeight(); y++) {
      DecodingStoppedException.stopIfInterrupted();
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int i = 0; i < row.length; i++) {
        int level = bits == Byte.SIZE ? row[i] : (row[i] * 255 + white / 2) / white;
        chw[i % bands * plane + y * width + i / bands] = (byte) level;
      }
      for (int x = 0; transparent != null && x < width; x++) {
        chw[bands * plane + y * width + x] =
            (byte)
                (Arrays.equals(row, x * bands, (x + 1) * bands, transparent, 0, bands) ? 0 : 255);
      }
    }
    return Image.owning(channels, raster.getHeight(), width, chw, ValueRange.UNIT);
  }

  private static Image ofPalette(Raster raster, IndexColorModel palette) {
    int channels = palette.hasAlpha() ? 4 : 3;
    byte[][] colours = new byte[4][1 << palette.getPixelSize()];
    palette.getReds(colours[0]);
    palette.getGreens(colours[1]);
    palette.getBlues(colours[2]);
    palette.getAlphas(colours[3]);
    int width = raster.getWidth();
    int plane = width * raster.getHeight();
    byte[] chw = new byte[channels * plane];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      DecodingStoppedException.stopIfInterrupted();
      raster.getPixels(0, y, width, 1, row);
      for (int channel = 0; channel < channels; channel++) {
        for (int x = 0; x < width; x++) {
          chw[channel * plane + y * width + x] = colours[channel][row[x]];
        }
      }
    }
    return Image.owning(channels, raster.getHeight(), width, chw, ValueRange.UNIT);
  }

  /** Colours packed into one number. */
  private static Image ofColours(Raster raster, ColorModel colours) {
    int channels = colours.hasAlpha() ? 4 : 3;
    int width = raster.getWidth();
    int plane = width * raster.getHeight();
    byte[] chw = new byte[channels * plane];
    Object pixel = null;
    for (int i = 0; i < plane; i++) {
      if (i % width == 0) {
        DecodingStoppedException.stopIfInterrupted();
      }
      pixel = raster.getDataElements(i % width, i / width, pixel);
      chw[i] = (byte) colours.getRed(pixel);
      chw[plane + i] = (byte) colours.getGreen(pixel);
      chw[2 * plane + i] = (byte) colours.getBlue(pixel);
      if (channels == 4) {
        chw[3 * plane + i] = (byte) colours.getAlpha(pixel);
      }
    }
    return Image.owning(channels, raster.getHeight(), width, chw, ValueRange.UNIT);
  }
}
