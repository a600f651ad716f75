package io.spikelet.runtime.image;

/**
 * How large a picture may be that is read from outside.
 *
 * @param maxSide largest height and width in pixels
 * @param maxBytes largest encoded size
 */
public record DecodeLimits(int maxSide, long maxBytes) {

  /** 4096 pixels a side, 10 MB. */
  public static final DecodeLimits DEFAULT = new DecodeLimits(4096, 10_000_000);

  public DecodeLimits {
    // Beyond this, four channels would not fit into one array.
    if (maxSide < 1 || maxSide > 16_384) {
      throw new IllegalArgumentException("maxSide must be from 1 to 16384, not " + maxSide);
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1, not " + maxBytes);
    }
  }
}
