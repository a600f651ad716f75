package io.spikelet.runtime.generator;

import io.spikelet.runtime.model.ModelRef;

/**
 * A model does not draw the golden sample of its own package: the package is damaged, or this
 * machine computes something else than the one that published it.
 */
public final class GoldenSampleException extends UnusablePackageException {

  private final double difference;
  private final double allowed;

  GoldenSampleException(ModelRef ref, double difference, double allowed) {
    super(
        ref,
        "it does not reproduce the golden sample of its package; the mean difference is %.2f of 255"
                .formatted(difference)
            + " levels, allowed are %.2f".formatted(allowed));
    this.difference = difference;
    this.allowed = allowed;
  }

  /** Mean absolute difference of the pixels, in 8-bit levels. */
  public double difference() {
    return difference;
  }

  /** The largest difference that is accepted, in 8-bit levels. */
  public double allowed() {
    return allowed;
  }
}
