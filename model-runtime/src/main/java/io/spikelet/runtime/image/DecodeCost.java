package io.spikelet.runtime.image;

/**
 * What it takes to decode a picture, by what its file declares. Known before anything is decoded.
 *
 * @param bytes of memory at the same time, the reader's own buffers included
 * @param work pixels that are passed through, all scans together
 */
public record DecodeCost(long bytes, long work) {

  /**
   * Reads a file's declaration.
   *
   * @throws ImageFormatException if it is no picture that is read, or one too large
   */
  public static DecodeCost of(byte[] body, DecodeLimits limits) {
    return ImageDecoder.cost(body, limits);
  }
}
