package io.spikelet.training.evaluation;

/** The evaluation was stopped from outside; the thread's interrupt flag is set. */
public final class EvaluationInterruptedException extends RuntimeException {

  EvaluationInterruptedException(String stage) {
    super("interrupted at: " + stage);
  }
}
