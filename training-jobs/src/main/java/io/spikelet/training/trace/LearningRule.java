package io.spikelet.training.trace;

/**
 * Adam (Kingma and Ba, ICLR 2015) as the paper uses it: once per time step, with moments that live
 * within one batch.
 *
 * @param learningRate above 0
 * @param weightDecay factor of the weight that is added to its gradient
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 */
public record LearningRule(
    double learningRate, double weightDecay, double beta1, double beta2, double epsilon) {

  /** With the usual 0.9, 0.999 and 1e-8, which the paper does not state. */
  public static LearningRule usual(double learningRate, double weightDecay) {
    return new LearningRule(learningRate, weightDecay, 0.9, 0.999, 1e-8);
  }
}
