package io.spikelet.training.evaluation;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.Decision;
import java.util.Objects;

/**
 * What a classifier says about a test image, and what is right.
 *
 * @param label number of the image's class
 */
record Classified(Classification found, int label) {

  boolean isRight() {
    return found.label() == label;
  }

  /** As above, or the image's class is one of several whose neurons fired first. */
  boolean isRightWithTies() {
    return isRight() || decision().isFirst(label);
  }

  /** How spikes decided, for a classifier where they do. */
  Decision decision() {
    return Objects.requireNonNull(found.decision());
  }
}
