package io.spikelet.service.request;

import io.spikelet.runtime.image.Background;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImagePreparation;
import io.spikelet.runtime.image.ImageSpec;

/**
 * How a request wants its picture to be understood. Models of digits know light strokes on black;
 * people draw dark ones on white, or on nothing.
 *
 * @param background what shows through where it is transparent
 * @param inverted whether dark becomes light, after that
 */
public record PictureOptions(Background background, boolean inverted) {
  /** The parameter that names the background. */
  public static final String BACKGROUND = "background";

  /** The parameter that asks for inversion. */
  public static final String INVERT = "invert";

  /**
   * Reads both parameters.
   *
   * @throws InvalidParameterException if one has another value than those that are allowed
   */
  public static PictureOptions of(Parameters parameters) {
    return new PictureOptions(
        parameters.choice(BACKGROUND, "black", "white").equals("white")
            ? Background.WHITE
            : Background.BLACK,
        parameters.choice(INVERT, "false", "true").equals("true"));
  }

  Image prepared(Image decoded, ImageSpec spec) {
    return ImagePreparation.toModel(decoded, spec, background, inverted);
  }
}
