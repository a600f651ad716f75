package io.spikelet.service.latents;

/**
 * How large the spike trains of one request may be: far more than any model has, and little enough
 * that many requests at once fit into a small heap. Held against what a body says of itself before
 * anything of that size is allocated.
 */
final class SpikeTrainLimits {
  static final int SAMPLES = 64;
  static final int TIME_STEPS = 4_096;
  static final int NEURONS = 65_536;

  /** Of a sample, time steps times neurons. */
  static final int VALUES = 1 << 22;

  /** Of all samples together. */
  static final int ALL_VALUES = 1 << 24;

  private SpikeTrainLimits() {}

  /** Refuses a number of samples that is not read. */
  static void requireSamples(long samples) {
    if (samples < 1 || samples > SAMPLES) {
      throw new MalformedSpikeTrainException(
          "There are %d samples; allowed are 1 to %d.".formatted(samples, SAMPLES));
    }
  }

  /**
   * Refuses sizes that are not read.
   *
   * @param where they stand, as the beginning of the sentence
   */
  static void requireSizes(String where, long samples, long timeSteps, long neurons) {
    requireSamples(samples);
    if (timeSteps < 1 || timeSteps > TIME_STEPS) {
      throw new MalformedSpikeTrainException(
          "%s has %d time steps; allowed are 1 to %d.".formatted(where, timeSteps, TIME_STEPS));
    }
    if (neurons < 1 || neurons > NEURONS) {
      throw new MalformedSpikeTrainException(
          "%s has %d neurons; allowed are 1 to %d.".formatted(where, neurons, NEURONS));
    }
    if (timeSteps * neurons > VALUES) {
      throw new MalformedSpikeTrainException(
          "%s has %d time steps of %d neurons; allowed are %d values a sample."
              .formatted(where, timeSteps, neurons, VALUES));
    }
    requireAll(samples * timeSteps * neurons);
  }

  /** Refuses more values than all samples together may have. */
  static void requireAll(long values) {
    if (values > ALL_VALUES) {
      throw new MalformedSpikeTrainException(
          "The samples have more than %d values together; that many are allowed."
              .formatted(ALL_VALUES));
    }
  }

  /** Bytes of the spikes of one sample, a bit each. */
  static long bytes(long values) {
    return Math.ceilDiv(values, Long.SIZE) * Long.BYTES;
  }
}
