package io.spikelet.training.trainer;

import io.spikelet.training.layer.State;
import org.bytedeco.pytorch.Optimizer;
import org.jspecify.annotations.Nullable;

/** Changes a network's weights by the gradients that a step has set. */
public sealed interface Optimiser extends AutoCloseable
    permits GradientOptimiser, Optimiser.OwnRule {

  /**
   * AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019) with betas
   * 0.9 and 0.999, epsilon 1e-8, and a learning rate for each {@link
   * io.spikelet.training.layer.Parameter.Group}.
   */
  static Optimiser adamW(State state, double weightDecay, double bottleneckFactor) {
    return GradientOptimiser.adamW(state, weightDecay, bottleneckFactor);
  }

  /** Adam (Kingma and Ba, ICLR 2015) with decay times weight added to the gradient. */
  static Optimiser adam(State state, double weightDecay) {
    return adam(state, weightDecay, 0.9, 0.999);
  }

  /**
   * As {@link #adam(State, double)} with other betas than 0.9 and 0.999.
   *
   * @param firstBeta how much of the gradients' mean a step keeps, in [0, 1)
   * @param secondBeta how much of their squares' mean it keeps, in [0, 1)
   */
  static Optimiser adam(State state, double weightDecay, double firstBeta, double secondBeta) {
    return GradientOptimiser.adam(state, weightDecay, firstBeta, secondBeta);
  }

  /** Gradient descent without momentum, with decay times weight added to the gradient. */
  static Optimiser gradientDescent(State state, double weightDecay) {
    return GradientOptimiser.gradientDescent(state, weightDecay);
  }

  /** For a network whose learning rule changes the weights within a step. */
  static Optimiser ownRule() {
    return new OwnRule();
  }

  /** Changes all parameters by their gradients. */
  void step(double learningRate);

  /** What is kept between steps, for a checkpoint; null if nothing is. */
  @Nullable Optimizer kept();

  @Override
  void close();

  /** Does nothing: the network has done it. */
  record OwnRule() implements Optimiser {

    @Override
    public void step(double learningRate) {}

    @Override
    public @Nullable Optimizer kept() {
      return null;
    }

    @Override
    public void close() {}
  }
}
