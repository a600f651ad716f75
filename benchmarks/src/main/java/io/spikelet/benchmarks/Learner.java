package io.spikelet.benchmarks;

import io.spikelet.training.layer.State;
import org.bytedeco.pytorch.Tensor;

/** A network that computes its loss and all gradients. */
interface Learner extends AutoCloseable {

  /** Parameters and running statistics. */
  State state();

  /**
   * One forward and backward pass; tensors made here belong to the caller's {@code PointerScope}.
   *
   * @param images {@code [N, 1, 32, 32]}
   * @param step names the noise
   * @return the loss
   */
  double learn(Tensor images, long step);

  @Override
  void close();
}
