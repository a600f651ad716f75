package io.spikelet.runtime.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * The stored samples of an AWT picture. Not through {@code getRGB}, which would convert grey levels
 * and colour profiles.
 */
final class AwtPixels {

  private AwtPixels() {}

  static Image of(BufferedImage picture) {
    ColorModel colours = picture.getColorModel();
    if (colours instanceof ComponentColorModel && bandsAreChannels(colours)) {
      return ofSamples(picture.getRaster(), colours.getComponentSize(0));
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

  private static Image ofSamples(Raster raster, int bits) {
    int channels = raster.getNumBands();
    int width = raster.getWidth();
    int plane = width * raster.getHeight();
    int white = (1 << bits) - 1;
    byte[] chw = new byte[channels * plane];
    int[] row = new int[width * channels];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int i = 0; i < row.length; i++) {
        int level = bits == Byte.SIZE ? row[i] : (row[i] * 255 + white / 2) / white;
        chw[i % channels * plane + y * width + i / channels] = (byte) level;
      }
    }
    return Image.owning(channels, raster.getHeight(), width, chw, ValueRange.UNIT);
  }

  /** Palettes, and colours packed into one number. */
  private static Image ofColours(Raster raster, ColorModel colours) {
    int channels = colours.hasAlpha() ? 4 : 3;
    int width = raster.getWidth();
    int plane = width * raster.getHeight();
    byte[] chw = new byte[channels * plane];
    Object pixel = null;
    for (int i = 0; i < plane; i++) {
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
