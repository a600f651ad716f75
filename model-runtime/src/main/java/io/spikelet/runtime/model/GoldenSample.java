package io.spikelet.runtime.model;

import java.util.Base64;

/**
 * One image that the package is known to give; replayed at load, so that a machine that computes
 * something else is noticed before it serves.
 *
 * @param seed of image 0, 0 to 2^53-1
 * @param pngBase64 the image as PNG in base64
 */
public record GoldenSample(long seed, String pngBase64) {

  private static final long MAX_SEED = (1L << 53) - 1;

  /**
   * Checks seed and encoding.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public GoldenSample {
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException("golden.seed must be in 0..2^53-1, but is " + seed);
    }
    if (Base64.getDecoder().decode(pngBase64).length == 0) {
      throw new IllegalArgumentException("golden.pngBase64 must not be empty");
    }
  }

  /** From the bytes of a PNG file. */
  public static GoldenSample of(long seed, byte[] png) {
    return new GoldenSample(seed, Base64.getEncoder().encodeToString(png));
  }

  /** The PNG file's bytes. */
  public byte[] png() {
    return Base64.getDecoder().decode(pngBase64);
  }
}
