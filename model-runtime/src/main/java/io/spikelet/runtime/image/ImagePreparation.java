package io.spikelet.runtime.image;

/**
 * Brings any picture into the form a model was trained on. The service and the training program
 * both prepare pictures here, so that they cannot differ.
 *
 * <p>In this order: transparency over a {@link Background}, grey to colour or back, inversion where
 * it is asked for, resizing (the sides are stretched independently), the model's value range. A
 * picture that has the right form already keeps its levels.
 */
public final class ImagePreparation {

  // Weights of red, green and blue in luma (ITU-R BT.601) as fractions of 2^16, as in Pillow.
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;

  private ImagePreparation() {}

  /**
   * The picture in a model's size, channels and value range, in 8-bit levels; over black, not
   * inverted.
   */
  public static Image toModel(Image decoded, ImageSpec spec) {
    return toModel(decoded, spec, Background.BLACK, false);
  }

  /**
   * As {@link #toModel(Image, ImageSpec)}.
   *
   * @param background what shows through where the picture is transparent
   * @param inverted whether dark becomes light: level 255 - v in place of v, the background's too
   */
  public static Image toModel(
      Image decoded, ImageSpec spec, Background background, boolean inverted) {
    Image opaque = flatten(decoded, background);
    Image coloured = spec.channels() == 1 ? toGrey(opaque) : toColour(opaque);
    Image meant = inverted ? inverse(coloured) : coloured;
    return BilinearResize.resize(meant, spec.height(), spec.width()).in(spec.range());
  }

  private static Image inverse(Image image) {
    byte[] levels = image.toChwBytes();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) ~levels[i];
    }
    return Image.owning(image.channels(), image.height(), image.width(), levels, image.range());
  }

  private static Image flatten(Image image, Background background) {
    boolean hasAlpha = image.channels() % 2 == 0;
    if (!hasAlpha) {
      return image;
    }
    byte[] levels = image.levels();
    int plane = image.height() * image.width();
    int colours = image.channels() - 1;
    byte[] flat = new byte[colours * plane];
    for (int i = 0; i < flat.length; i++) {
      int alpha = Byte.toUnsignedInt(levels[colours * plane + i % plane]);
      int blended = Byte.toUnsignedInt(levels[i]) * alpha + background.level() * (255 - alpha);
      flat[i] = (byte) ((blended + 127) / 255);
    }
    return Image.owning(colours, image.height(), image.width(), flat, image.range());
  }

  private static Image toGrey(Image image) {
    if (image.channels() == 1) {
      return image;
    }
    byte[] levels = image.levels();
    byte[] grey = new byte[image.height() * image.width()];
    for (int i = 0; i < grey.length; i++) {
      int red = Byte.toUnsignedInt(levels[i]);
      int green = Byte.toUnsignedInt(levels[grey.length + i]);
      int blue = Byte.toUnsignedInt(levels[2 * grey.length + i]);
      grey[i] = (byte) ((red * RED + green * GREEN + blue * BLUE + (1 << 15)) >> 16);
    }
    return Image.owning(1, image.height(), image.width(), grey, image.range());
  }

  private static Image toColour(Image image) {
    if (image.channels() == 3) {
      return image;
    }
    byte[] grey = image.levels();
    byte[] colour = new byte[3 * grey.length];
    for (int channel = 0; channel < 3; channel++) {
      System.arraycopy(grey, 0, colour, channel * grey.length, grey.length);
    }
    return Image.owning(3, image.height(), image.width(), colour, image.range());
  }
}
