package io.spikelet.training.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes the picture formats that the JDK reads: grey stays grey, all else becomes coloured. */
final class PictureDecoder {

  private static final long MOST_PIXELS = 8192L * 8192L;

  private PictureDecoder() {}

  /**
   * Decodes one picture; transparency is laid on black.
   *
   * @param name what to call the file in a message
   */
  static Picture decode(byte[] body, String name) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(body))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DatasetException(name, "a JPEG, PNG, GIF or BMP picture", "another content");
      }
      return decode(readers.next(), in, name);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DatasetException(name, "a complete picture", "a damaged one (" + e + ")");
    }
  }

  private static Picture decode(ImageReader reader, ImageInputStream in, String name)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw new DatasetException(
            name, "at most " + MOST_PIXELS + " pixels", pixels + " in the header");
      }
      BufferedImage image = reader.read(0);
      return isGrey(image) ? grey(image) : coloured(image);
    } finally {
      reader.dispose();
    }
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getRaster().getNumBands() == 1 && image.getType() == BufferedImage.TYPE_BYTE_GRAY;
  }

  /** From the raster: the JDK's colour conversion would take grey levels for linear light. */
  private static Picture grey(BufferedImage image) {
    Raster raster = image.getRaster();
    int[] samples = raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
    byte[] pixels = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      pixels[i] = (byte) samples[i];
    }
    return new Picture(1, image.getHeight(), image.getWidth(), pixels);
  }

  private static Picture coloured(BufferedImage image) {
    int count = image.getWidth() * image.getHeight();
    int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    byte[] pixels = new byte[3 * count];
    for (int i = 0; i < count; i++) {
      int alpha = argb[i] >>> 24;
      for (int c = 0; c < 3; c++) {
        int level = (argb[i] >> (16 - 8 * c)) & 0xff;
        pixels[c * count + i] = (byte) ((level * alpha + 127) / 255);
      }
    }
    return new Picture(3, image.getHeight(), image.getWidth(), pixels);
  }
}
