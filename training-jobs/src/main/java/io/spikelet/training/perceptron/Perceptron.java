package io.spikelet.training.perceptron;

import io.spikelet.training.layer.SigmoidLayer;
import io.spikelet.training.layer.State;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Two layers of sigmoid neurons that learn to give targets.
 *
 * <pre>
 * y = sigmoid(W2 sigmoid(W1 x + b1) + b2)
 * loss = mean over the batch of 1/2 |y - target|^2
 * </pre>
 *
 * Tensors made here belong to the caller's {@code PointerScope}. The functions are our choice: the
 * paper that this network is the counterpart of (spiking autoencoder, 2019) names none, and a
 * spiking neuron learns there as if it were a sigmoid one.
 */
public final class Perceptron {

  private final SigmoidLayer first;
  private final SigmoidLayer second;

  /** What a step found. */
  public record Outcome(double loss, Tensor output) {}

  /**
   * A network of two layers.
   *
   * @param first from inputs to hidden neurons
   * @param second from those to the outputs
   */
  public Perceptron(SigmoidLayer first, SigmoidLayer second) {
    this.first = first;
    this.second = second;
  }

  /** Weights and biases of both layers. */
  public State state() {
    return State.join(List.of(first.state(), second.state()));
  }

  /**
   * The network's answer.
   *
   * @param input {@code [N, inputs]}
   * @return {@code [N, outputs]} in (0, 1)
   */
  public Tensor forward(Tensor input) {
    return second.forward(first.forward(input));
  }

  /**
   * One forward and backward pass; sets all gradients.
   *
   * @param input {@code [N, inputs]}
   * @param target {@code [N, outputs]}
   */
  public Outcome step(Tensor input, Tensor target) {
    Tensor output = forward(input);
    Tensor error = output.sub(target);
    double samples = input.size(0);
    first.backwardToWeights(second.backward(error.div(new Scalar(samples))));
    return new Outcome(0.5 * error.square().sum().item_double() / samples, output);
  }
}
