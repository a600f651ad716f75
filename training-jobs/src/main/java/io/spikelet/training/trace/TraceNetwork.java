package io.spikelet.training.trace;

import io.spikelet.training.layer.State;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Two layers of leaky integrate-and-fire neurons that learn at every time step to fire as a target
 * does (spiking autoencoder and audiocoder, section on learning).
 *
 * <pre>
 * O = threshold * target          mask = target xor A2
 * E = mask * (O - V2)             L = 0.5 * |E|^2
 * dL/dV2 = -E                     dL/dV1 = (W2' dL/dV2) * dA1/dV1
 * </pre>
 *
 * with the potentials before reset. Both gradients are computed with the weights before the update.
 * Errors are not carried back through time: what happened before is in the traces.
 */
public final class TraceNetwork {

  private final TraceLayer first;
  private final TraceLayer second;
  private final boolean masked;
  private final LeakyNeuron neuron;

  /**
   * A network of given layers.
   *
   * @param neuron of both layers
   * @param masked whether only neurons that fired wrongly have an error, as published; without the
   *     mask every neuron is driven to its target potential
   */
  TraceNetwork(TraceLayer first, TraceLayer second, LeakyNeuron neuron, boolean masked) {
    this.first = first;
    this.second = second;
    this.neuron = neuron;
    this.masked = masked;
  }

  /**
   * A network with random weights, drawn from libtorch's generator.
   *
   * @param first name of the first layer, from inputs to hidden neurons
   * @param second name of the second layer, from those to the outputs
   */
  public static TraceNetwork random(
      TraceSettings settings, String first, int inputs, String second, int outputs) {
    LeakyNeuron neuron = settings.neuron();
    int hidden = settings.hiddenSize();
    return new TraceNetwork(
        new TraceLayer(first, inputs, hidden, neuron),
        new TraceLayer(second, hidden, outputs, neuron),
        neuron,
        settings.masked());
  }

  /**
   * What a presentation gave.
   *
   * @param loss mean over time steps and samples of L
   * @param wrong share of output neurons and time steps whose spike was wrong
   * @param hiddenRate spikes per hidden neuron and time step
   * @param outputRate spikes per output neuron and time step
   */
  public record Outcome(double loss, double wrong, double hiddenRate, double outputRate) {

    /** By the names under which they stand among a run's metrics. */
    public Map<String, Double> losses() {
      return Map.of(
          "loss", loss,
          "wrong_spikes", wrong,
          "hidden_rate", hiddenRate,
          "output_rate", outputRate);
    }
  }

  /** Which spikes the output should have. */
  @FunctionalInterface
  public interface Target {
    /**
     * At a time step.
     *
     * @param input spikes of the step, {@code [N, inputs]}
     * @return {@code [N, outputs]}
     */
    Tensor at(int timeStep, Tensor input);
  }

  /** One time step of learning: what both layers did and computed. */
  record Step(Tensor hidden, Tensor output, Tensor error, Tensor gradient1, Tensor gradient2) {}

  /** The weights of both layers. */
  public State state() {
    return State.join(List.of(first.state(), second.state()));
  }

  /**
   * Shows one batch over all time steps and learns at each.
   *
   * @param samples N
   * @param input spikes of a time step, {@code [N, inputs]}
   * @param target what the output should do
   */
  public Outcome learn(
      long samples, int timeSteps, IntFunction<Tensor> input, Target target, LearningRule rule) {
    begin(samples, timeSteps, true);
    double[] sums = new double[4];
    for (int t = 0; t < timeSteps; t++) {
      try (PointerScope _ = new PointerScope()) {
        Tensor shown = input.apply(t);
        Tensor wanted = target.at(t, shown);
        Step step = step(shown, wanted, rule);
        sums[0] += 0.5 * step.error().square().sum().item_double() / samples;
        sums[1] += wanted.sub(step.output()).abs().mean().item_double();
        sums[2] += step.hidden().mean().item_double();
        sums[3] += step.output().mean().item_double();
      }
    }
    return new Outcome(
        sums[0] / timeSteps, sums[1] / timeSteps, sums[2] / timeSteps, sums[3] / timeSteps);
  }

  /**
   * Shows one batch over all time steps without learning.
   *
   * @param seen is shown the output's spikes of every time step, {@code [N, outputs]}, and must not
   *     keep them
   */
  public void run(long samples, int timeSteps, IntFunction<Tensor> input, Consumer<Tensor> seen) {
    begin(samples, timeSteps, false);
    for (int t = 0; t < timeSteps; t++) {
      try (PointerScope _ = new PointerScope()) {
        seen.accept(second.forward(first.forward(input.apply(t))));
        first.reset();
        second.reset();
      }
    }
  }

  /** Puts both layers to rest. */
  void begin(long samples, int timeSteps, boolean learning) {
    first.begin(samples, timeSteps, learning);
    second.begin(samples, timeSteps, learning);
  }

  /** Takes a time step and learns from it. */
  Step step(Tensor input, Tensor target, LearningRule rule) {
    Tensor hidden = first.forward(input);
    Tensor output = second.forward(hidden);
    Tensor error = target.mul(new Scalar(neuron.threshold())).sub(second.potential());
    if (masked) {
      error = error.mul(target.sub(output).abs());
    }
    Tensor delta2 = error.neg();
    Tensor gradient2 = second.gradient(delta2);
    Tensor delta1 = second.backward(delta2).mul(first.surrogate());
    Tensor gradient1 = first.gradient(delta1);
    first.update(gradient1, rule);
    second.update(gradient2, rule);
    first.reset();
    second.reset();
    return new Step(hidden, output, error, gradient1, gradient2);
  }
}
