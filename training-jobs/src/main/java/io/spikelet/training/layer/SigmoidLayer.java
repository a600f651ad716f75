package io.spikelet.training.layer;

import static org.bytedeco.pytorch.global.torch.sigmoid_backward;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer of neurons with the logistic function, which know no time.
 *
 * <pre>
 * y = 1 / (1 + exp(-(W x + b)))
 * dL/dx = W^T (dL/dy * y * (1 - y))
 * </pre>
 */
public final class SigmoidLayer {

  private final Synapses synapses;
  private @Nullable Tensor output;

  /**
   * A layer whose weights and biases start uniform in {@code [-b, b]}, {@code b = 1 /
   * sqrt(inputs)}.
   *
   * @param name prefix of the parameters' names
   */
  public SigmoidLayer(String name, int inputs, int neurons) {
    this.synapses = Synapses.dense(name, inputs, neurons, false);
  }

  /** Weight and bias. */
  public State state() {
    return synapses.state();
  }

  /**
   * The neurons' values.
   *
   * @param input {@code [rows, inputs]}, kept for {@link #backward}
   * @return {@code [rows, neurons]} in (0, 1)
   */
  public Tensor forward(Tensor input) {
    Tensor values = synapses.forward(input).sigmoid();
    output = values;
    return values;
  }

  /**
   * The gradient of the last forward pass; sets the gradients of weight and bias.
   *
   * @param gradient dL/d(output)
   * @return dL/d(input)
   */
  public Tensor backward(Tensor gradient) {
    return synapses.backward(inner(gradient));
  }

  /** As {@link #backward} for the first layer, whose input needs no gradient. */
  public void backwardToWeights(Tensor gradient) {
    synapses.backwardToWeights(inner(gradient));
  }

  private Tensor inner(Tensor gradient) {
    Tensor last = output;
    if (last == null) {
      throw new IllegalStateException("backward needs a forward pass before it");
    }
    output = null;
    return sigmoid_backward(gradient, last);
  }
}
