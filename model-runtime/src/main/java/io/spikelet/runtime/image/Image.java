package io.spikelet.runtime.image;

import java.util.Arrays;

/**
 * An immutable picture: {@code [channels, height, width]}, row-major, values in a {@link
 * ValueRange}.
 *
 * <p>Channels: 1 grey; 2 grey and alpha; 3 red, green, blue; 4 red, green, blue, alpha. Values
 * outside the range are kept; they are clamped when 8-bit levels are asked for. A picture made of
 * 8-bit levels keeps those, a quarter of the memory, and gives them back unchanged.
 */
public final class Image {

  private final int channels;
  private final int height;
  private final int width;
  private final ValueRange range;
  private final Pixels pixels;

  private sealed interface Pixels {}

  private record Levels(byte[] chw) implements Pixels {}

  private record Values(float[] chw) implements Pixels {}

  private Image(int channels, int height, int width, Pixels pixels, int length, ValueRange range) {
    if (channels < 1 || channels > 4) {
      throw new IllegalArgumentException("channels must be from 1 to 4, not " + channels);
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "height and width must be positive, not " + height + " and " + width);
    }
    if ((long) channels * height * width != length) {
      throw new IllegalArgumentException(
          "%d pixel values do not fill %d channels of %d x %d"
              .formatted(length, channels, height, width));
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.range = range;
  }

  /**
   * A picture of real values.
   *
   * @param chw values {@code [channels, height, width]}; copied
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static Image of(int channels, int height, int width, float[] chw, ValueRange range) {
    return new Image(channels, height, width, new Values(chw.clone()), chw.length, range);
  }

  /**
   * A picture of 8-bit levels, 0 for {@code range.low()}, 255 for {@code range.high()}.
   *
   * @param chw8bit levels {@code [channels, height, width]}; copied
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static Image ofBytes(
      int channels, int height, int width, byte[] chw8bit, ValueRange range) {
    return owning(channels, height, width, chw8bit.clone(), range);
  }

  /** As {@link #ofBytes}, but keeps the array, which nobody may write to afterwards. */
  static Image owning(int channels, int height, int width, byte[] chw8bit, ValueRange range) {
    return new Image(channels, height, width, new Levels(chw8bit), chw8bit.length, range);
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  public ValueRange range() {
    return range;
  }

  /** Number of values: {@code channels * height * width}. */
  public int values() {
    return channels * height * width;
  }

  /** The value at a place. */
  public float pixel(int channel, int y, int x) {
    int at = (channel * height + y) * width + x;
    return switch (pixels) {
      case Levels(byte[] chw) -> range.fromByte(Byte.toUnsignedInt(chw[at]));
      case Values(float[] chw) -> chw[at];
    };
  }

  /** A copy of all values, {@code [channels, height, width]}. */
  public float[] pixels() {
    float[] copy = new float[values()];
    copyPixels(copy, 0);
    return copy;
  }

  /** Writes all values, {@code [channels, height, width]}, into {@code target} from {@code at}. */
  public void copyPixels(float[] target, int at) {
    switch (pixels) {
      case Levels(byte[] chw) -> {
        for (int i = 0; i < chw.length; i++) {
          target[at + i] = range.fromByte(Byte.toUnsignedInt(chw[i]));
        }
      }
      case Values(float[] chw) -> System.arraycopy(chw, 0, target, at, chw.length);
    }
  }

  /** 8-bit levels {@code [channels, height, width]}, rounded as {@link ValueRange#toByte}. */
  public byte[] toChwBytes() {
    return levels().clone();
  }

  /** 8-bit levels {@code [height, width, channels]}, rounded as {@link ValueRange#toByte}. */
  public byte[] toHwcBytes() {
    byte[] chw = levels();
    if (channels == 1) {
      return chw.clone();
    }
    int plane = height * width;
    byte[] hwc = new byte[chw.length];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < plane; i++) {
        hwc[i * channels + channel] = chw[channel * plane + i];
      }
    }
    return hwc;
  }

  /** The same levels in another range. */
  public Image in(ValueRange other) {
    return owning(channels, height, width, levels(), other);
  }

  /** Levels {@code [channels, height, width]}; not to be written to. */
  byte[] levels() {
    return switch (pixels) {
      case Levels(byte[] chw) -> chw;
      case Values(float[] chw) -> rounded(chw);
    };
  }

  private byte[] rounded(float[] values) {
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      levels[i] = range.toByte(values[i]);
    }
    return levels;
  }

  /** Whether sizes, range and all values are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Image image
        && channels == image.channels
        && height == image.height
        && width == image.width
        && range.equals(image.range)
        && Arrays.equals(pixels(), image.pixels());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pixels());
  }

  @Override
  public String toString() {
    return "Image[%d x %d x %d in %s]".formatted(channels, height, width, range);
  }
}
