package io.spikelet.runtime.image;

/**
 * Brings any picture into the form a model was trained on. The service and the training program
 * both prepare pictures here, so that they cannot differ.
 *
 * <p>In this order: transparency over black, grey to colour or back, resizing (the sides are
 * stretched independently), the model's value range. A picture that has the right form already
 * keeps its levels.
 */
public final class ImagePreparation {

  // Weights of red, green and blue in luma (ITU-R BT.601) as fractions of 2^16, as in Pillow.
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;

  private ImagePreparation() {}

  /** The picture in a model's size, channels and value range, in 8-bit levels. */
  public static Image toModel(Image decoded, ImageSpec spec) {
    Image opaque = flatten(decoded);
    Image coloured = spec.channels() == 1 ? toGrey(opaque) : toColour(opaque);
    return BilinearResize.resize(coloured, spec.height(), spec.width()).in(spec.range());
  }

  private static Image flatten(Image image) {
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
      flat[i] = (byte) ((Byte.toUnsignedInt(levels[i]) * alpha + 127) / 255);
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
