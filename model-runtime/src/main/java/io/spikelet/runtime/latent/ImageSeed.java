package io.spikelet.runtime.latent;

/**
 * Names the random stream of one picture. Picture {@code i} of a request with a seed has index
 * {@code first + i}.
 *
 * @param seed from 0 to 2^53 - 1, so that JSON numbers carry it exactly
 * @param index 0 or more
 */
public record ImageSeed(long seed, long index) {

  /** The largest seed: 2^53 - 1. */
  public static final long MAX_SEED = (1L << 53) - 1;

  public ImageSeed {
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException("seed must be from 0 to " + MAX_SEED + ", not " + seed);
    }
    if (index < 0) {
      throw new IllegalArgumentException("index must be 0 or more, not " + index);
    }
  }

  /** The stream of the picture {@code offset} places later in the same request. */
  public ImageSeed plus(long offset) {
    return new ImageSeed(seed, Math.addExact(index, offset));
  }
}
