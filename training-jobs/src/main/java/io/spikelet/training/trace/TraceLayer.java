package io.spikelet.training.trace;

import static org.bytedeco.pytorch.global.torch.empty;
import static org.bytedeco.pytorch.global.torch.full;
import static org.bytedeco.pytorch.global.torch.mm;
import static org.bytedeco.pytorch.global.torch.mm_out;
import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.zeros;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Neurons that are connected to all inputs, and the traces from which their weights learn.
 *
 * <p>The derivative of a neuron's membrane potential with respect to a weight is the input's spikes
 * since the neuron last fired, each decayed like the potential itself (paper, section on learning):
 *
 * <pre>
 * trace[m,i](t) = (1 - leak) * trace[m,i](t-1) + X[i,t],   trace[m,:] = 0 after m fired
 * dL[t]/dW[m,i] = mean over the batch of dL[t]/dV[m,t] * trace[m,i](t)
 * </pre>
 *
 * <p>Such a trace is a number for each sample and each weight. None is ever stored: neurons that
 * fired last at the same step {@code r} share a row, and that row is what is left of the inputs'
 * whole traces {@code P}, which no firing resets:
 *
 * <pre>
 * trace[m,:](t) = P(t) - (1 - leak)^(t - r) * P(r)         P(t) = (1 - leak) * P(t-1) + X[t]
 * </pre>
 *
 * so the gradient is one matrix product with {@code P(t)}, less one row of an earlier {@code P} for
 * each neuron that has fired. Memory: {@code T * N * inputs} instead of {@code N * neurons *
 * inputs} numbers.
 *
 * <p>Use: {@link #begin}, then for each time step {@link #forward}, {@link #gradient} (and {@link
 * #backward} with the same weights), {@link #update}, {@link #reset}. Not thread-safe. Tensors made
 * by {@code begin} belong to the caller's {@code PointerScope}, which must last until the last
 * {@code reset}.
 */
public final class TraceLayer {

  private static final TraceKernel KERNEL = new TraceKernel();
  private static final float NEVER = -1;

  private final Parameter weight;
  private final LeakyNeuron neuron;
  private boolean learning;
  private Tensor trace; // P of this time step, [N, inputs]
  private float[][] history; // P of every time step so far
  private Tensor potential; // [N, neurons]: before reset after forward, kept after reset
  private Tensor spikes; // [N, neurons]
  private Tensor lastFired; // [N, neurons], time step or NEVER
  private Tensor sum; // [neurons, inputs], the gradient under way
  private Moments moments;
  private float[] decayed; // (1 - leak)^k
  private int step;

  /**
   * A layer with weights uniform in {@code [-b, b]}, {@code b = 1 / sqrt(inputs)}, drawn from
   * libtorch's generator.
   *
   * @param name of the layer; its weight is {@code name.weight [neurons, inputs]}
   */
  public TraceLayer(String name, int inputs, int neurons, LeakyNeuron neuron) {
    double bound = 1 / Math.sqrt((double) inputs);
    Tensor values = rand(neurons, inputs);
    values.mul_(new Scalar(2 * bound));
    values.sub_(new Scalar(bound));
    this.weight = new Parameter(name + ".weight", values, Parameter.Group.BASE);
    this.neuron = neuron;
    this.trace = empty(0);
    this.history = new float[0][];
    this.potential = empty(0);
    this.spikes = empty(0);
    this.lastFired = empty(0);
    this.sum = empty(0);
    this.moments = Moments.none();
    this.decayed = new float[0];
  }

  /** The weights. */
  public State state() {
    return new State(List.of(weight), List.of());
  }

  /** The weights {@code [neurons, inputs]}. */
  Tensor weight() {
    return weight.value();
  }

  /** Membrane potentials of the last step, before any reset, {@code [N, neurons]}. */
  Tensor potential() {
    return potential;
  }

  /**
   * Puts all neurons to rest and forgets traces and moments.
   *
   * @param samples N
   * @param timeSteps T, how many steps will follow at most
   * @param learning whether gradients will be asked for; if not, no traces are kept
   */
  public void begin(long samples, int timeSteps, boolean learning) {
    this.learning = learning;
    long inputs = weight.value().size(1);
    long neurons = weight.value().size(0);
    step = -1;
    potential = zeros(samples, neurons);
    spikes = zeros(samples, neurons);
    if (learning) {
      lastFired = full(new long[] {samples, neurons}, new Scalar(NEVER));
      trace = zeros(samples, inputs);
      history = new float[timeSteps][];
      sum = empty(neurons, inputs);
      moments = Moments.fresh(weight.value());
      decayed = powers(neuron.decay(), timeSteps);
    }
  }

  private static float[] powers(float decay, int count) {
    float[] powers = new float[count];
    for (int k = 0; k < count; k++) {
      powers[k] = (float) Math.pow(decay, k);
    }
    return powers;
  }

  /**
   * Takes one time step.
   *
   * @param input spikes {@code [N, inputs]}
   * @return spikes {@code [N, neurons]}, overwritten by the next step
   */
  public Tensor forward(Tensor input) {
    step++;
    if (learning) {
      trace.mul_(new Scalar(neuron.decay()));
      trace.add_(input);
      history[step] = TensorMemory.floats(trace);
    }
    potential.mul_(new Scalar(neuron.decay()));
    potential.addmm_(input, weight.value().t());
    spikes.copy_(potential.ge(new Scalar(neuron.threshold())));
    return spikes;
  }

  /** The surrogate derivative dA/dV of the last step, {@code [N, neurons]}. */
  Tensor surrogate() {
    Tensor s = potential.sub(new Scalar(neuron.threshold())).sigmoid();
    return s.mul(s.neg().add(new Scalar(1f)));
  }

  /**
   * The gradient of the weights at this time step.
   *
   * @param delta dL/dV, {@code [N, neurons]}
   * @return mean over the batch, {@code [neurons, inputs]}, overwritten by the next step
   */
  Tensor gradient(Tensor delta) {
    Tensor rows = delta.t().contiguous();
    mm_out(sum, rows, trace);
    KERNEL.subtractFired(rows, lastFired.t(), history, decayed, step, sum);
    return sum.div_(new Scalar((double) delta.size(0)));
  }

  /** dL/d(input spikes) by the weights as they are now, {@code [N, inputs]}. */
  Tensor backward(Tensor delta) {
    return mm(delta, weight.value());
  }

  /** Changes the weights by a gradient of this time step. */
  void update(Tensor gradient, LearningRule rule) {
    moments.update(weight.value(), gradient, rule);
  }

  /** Sets the potential of every neuron that fired to 0 and begins its traces anew. */
  public void reset() {
    Tensor fired = spikes.gt(new Scalar(0f));
    potential.masked_fill_(fired, new Scalar(0f));
    if (learning) {
      lastFired.masked_fill_(fired, new Scalar((float) step));
    }
  }
}
