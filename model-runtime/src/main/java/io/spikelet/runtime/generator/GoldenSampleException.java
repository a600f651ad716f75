package io.spikelet.runtime.generator;

import io.spikelet.runtime.model.ModelRef;

/**
 * A model does not draw the golden sample of its own package: the package is damaged, or this
 * machine computes something else than the one that published it.
 */
public final class GoldenSampleException extends RuntimeException {

  private final transient ModelRef ref;
  private final double difference;
  private final double allowed;

  public GoldenSampleException(ModelRef ref, double difference, double allowed) {
    super(
        ("model %s does not reproduce the golden sample of its package: the mean difference is %.5f"
                + " of the value range, allowed is %.5f")
            .formatted(ref, difference, allowed));
    this.ref = ref;
    this.difference = difference;
    this.allowed = allowed;
  }

  public ModelRef ref() {
    return ref;
  }

  /** Mean absolute difference of the pixels, as a share of the value range. */
  public double difference() {
    return difference;
  }

  /** The largest difference that is accepted. */
  public double allowed() {
    return allowed;
  }
}
