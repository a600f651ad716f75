package io.spikelet.runtime.image;

/**
 * A picture's file whose declarations were read, in one pass over its bytes, without decoding
 * anything. Only what is needed for the pixels of its first picture is later shown to a reader.
 */
sealed interface PictureFile permits PngFile, JpegFile, GifFile, BmpFile, TiffFile, WebpFile {

  /**
   * Reads what a file declares.
   *
   * @throws ImageFormatException if it is of a format, or of a kind, that is not read
   */
  static PictureFile of(byte[] body) {
    return switch (PictureFormat.of(body).orElseThrow(() -> PictureFormat.refusal(body))) {
      case PNG -> PngFile.of(body);
      case JPEG -> JpegFile.of(body);
      case GIF -> GifFile.of(body);
      case BMP -> BmpFile.of(body);
      case TIFF -> TiffFile.of(body);
      case WEBP -> WebpFile.of(body);
    };
  }

  PictureFormat format();

  /** Pixels across, as stored: before the picture is turned. */
  int width();

  /** Pixels down, as stored: before the picture is turned. */
  int height();

  /** How the stored picture is to be turned. */
  Orientation orientation();

  /** Bytes that decoding takes beside the pixels that are kept and the lines that are read. */
  long workingBytes();

  /** Passes over all pixels. */
  default int passes() {
    return 1;
  }

  /**
   * Decodes every so many-th pixel, across and down, not turned.
   *
   * @throws ImageFormatException if the file is damaged
   * @throws DecodingStoppedException if the thread is interrupted
   */
  Image decode(int step);

  /** Pixels of the whole picture. */
  default long pixels() {
    return (long) width() * height();
  }
}
