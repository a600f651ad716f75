package io.spikelet.runtime.image;

/** Reads pictures from outside; trusts nothing they say about themselves. */
final class ImageDecoder {

  /** Pictures of more pixels are thinned out while they are read. */
  private static final int MOST_PIXELS = 1 << 20;

  /**
   * Bytes for each pixel that is kept: up to four channels of two bytes as they are read, the same
   * again as they are converted, and as they are brought into a model's form.
   */
  private static final int BYTES_PER_PIXEL = 16;

  /** Bytes for each pixel of a line, of which readers hold several, with up to eight bytes each. */
  private static final int BYTES_PER_LINE_PIXEL = 64;

  private static final int READER_BYTES = 256 << 10;

  private ImageDecoder() {}

  static boolean recognises(byte[] body) {
    return PictureFormat.of(body).isPresent();
  }

  static Image decode(byte[] body, DecodeLimits limits) {
    PictureFile file = open(body, limits);
    return file.orientation().upright(file.decode(step(file)));
  }

  static DecodeCost cost(byte[] body, DecodeLimits limits) {
    PictureFile file = open(body, limits);
    int step = step(file);
    long kept = Math.ceilDiv((long) file.width(), step) * Math.ceilDiv((long) file.height(), step);
    return new DecodeCost(
        READER_BYTES
            + kept * BYTES_PER_PIXEL
            + (long) file.width() * BYTES_PER_LINE_PIXEL
            + file.workingBytes(),
        file.pixels() * file.passes());
  }

  private static int step(PictureFile file) {
    return (int) Math.ceil(Math.sqrt((double) file.pixels() / MOST_PIXELS));
  }

  private static PictureFile open(byte[] body, DecodeLimits limits) {
    if (body.length == 0) {
      throw new ImageFormatException("The picture is empty.");
    }
    if (body.length > limits.maxBytes()) {
      throw new ImageFormatException(
          "The picture has %d bytes; at most %d are read."
              .formatted(body.length, limits.maxBytes()));
    }
    PictureFile file = PictureFile.of(body);
    int width = file.width();
    int height = file.height();
    if (width < 1 || height < 1 || width > limits.maxSide() || height > limits.maxSide()) {
      throw new ImageFormatException(
          "The %s picture claims to be %d x %d pixels; sides may be from 1 to %d."
              .formatted(file.format(), width, height, limits.maxSide()));
    }
    return file;
  }
}
