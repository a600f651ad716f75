package io.spikelet.service.request;

import io.spikelet.runtime.latent.ImageSeed;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/**
 * The random streams that a request names: image i of it is {@code stream(seed, index + i)}.
 *
 * @param seed 0 to 2^53-1, so that every JSON reader keeps it exactly
 * @param index of the first image
 */
public record ImageSeeds(long seed, long index) {
  /** Largest seed, 2^53-1. */
  public static final long MAX_SEED = (1L << 53) - 1;

  /** Largest index of a request's first image; leaves room for the images after it. */
  public static final long MAX_INDEX = MAX_SEED;

  /** Reads {@code seed} (drawn where it is absent) and {@code index} (0 where it is absent). */
  public static ImageSeeds of(Parameters parameters) {
    return new ImageSeeds(
        parameters
            .number("seed", 0, MAX_SEED)
            .orElseGet(() -> ThreadLocalRandom.current().nextLong(MAX_SEED + 1)),
        parameters.number("index", 0, MAX_INDEX).orElse(0));
  }

  /** The first stream. */
  public ImageSeed first() {
    return new ImageSeed(seed, index);
  }

  /** The first {@code n} streams. */
  public List<ImageSeed> first(int n) {
    return LongStream.range(index, index + n).mapToObj(i -> new ImageSeed(seed, i)).toList();
  }
}
