package io.spikelet.training.evaluation;

/** What is to be measured does not fit together: model, test images, judge. */
public final class EvaluationException extends RuntimeException {

  EvaluationException(String message) {
    super(message);
  }
}
