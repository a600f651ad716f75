package io.spikelet.training.evaluation;

/** Hears how far an evaluation is; called by one thread at a time. */
@FunctionalInterface
public interface EvaluationListener {

  /** Hears nothing. */
  EvaluationListener NONE = (stage, done, total) -> {};

  /**
   * Some images are done.
   *
   * @param stage what is being measured, in words
   * @param done images of this stage that are done
   * @param total images of this stage
   */
  void progress(String stage, int done, int total);
}
