package io.spikelet.training.dataset;

import io.spikelet.runtime.image.DecodeLimits;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageFormatException;
import io.spikelet.runtime.image.ImagePreparation;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.image.ImageSpec;

/**
 * Decodes PNG, JPEG, GIF, BMP, TIFF and WebP as the service does: upright, grey stays grey, all
 * else becomes coloured, transparency is laid on black.
 */
final class PictureDecoder {

  /** One's own files may be larger than what the service takes from strangers. */
  private static final DecodeLimits LIMITS = new DecodeLimits(ImageSpec.MAX_SIDE, 100_000_000);

  private PictureDecoder() {}

  /**
   * Decodes one picture.
   *
   * @param name what to call the file in a message
   */
  static Picture decode(byte[] body, String name) {
    try {
      Image image = PngCodec.decode(body, LIMITS);
      int channels = image.channels() <= 2 ? 1 : 3;
      ImageSpec sameSize = new ImageSpec(channels, image.height(), image.width(), image.range());
      return new Picture(
          channels,
          image.height(),
          image.width(),
          ImagePreparation.toModel(image, sameSize).toChwBytes());
    } catch (ImageFormatException e) {
      throw new DatasetException(name, "a complete picture", String.valueOf(e.getMessage()));
    }
  }
}
