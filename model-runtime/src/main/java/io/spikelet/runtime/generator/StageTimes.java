package io.spikelet.runtime.generator;

/**
 * Where the time of a task went. The tasks of a batch share the stages, so each reports the whole
 * stage's duration: what this task waited for, not what it cost.
 *
 * @param latentNanos encoding or prior, and drawing the latent spikes; 0 if there was none
 * @param decodeNanos decoding, or classifying; 0 if there was none
 */
public record StageTimes(long latentNanos, long decodeNanos) {

  public StageTimes {
    if (latentNanos < 0 || decodeNanos < 0) {
      throw new IllegalArgumentException(
          "durations must not be negative, but are " + latentNanos + " and " + decodeNanos);
    }
  }
}
