package io.spikelet.training.layer;

import static org.bytedeco.pytorch.global.torch.addmm;
import static org.bytedeco.pytorch.global.torch.convolution_backward;
import static org.bytedeco.pytorch.global.torch.mm;
import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.List;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A linear map with weights: what spikes pass on their way to the next layer's neurons. Applied to
 * every row of its input alone, so to all time steps at once.
 *
 * <p>Weights and biases start uniform in {@code [-b, b]} with {@code b = 1/sqrt(fan)} (reference
 * ESVAE section 3.4). A bias in front of batch normalisation cancels: its gradient is zero, and
 * zero is what {@code backward} sets, without summing rounding errors as automatic differentiation
 * would.
 */
public abstract sealed class Synapses permits Synapses.Convolution, Synapses.Dense {

  private final Parameter weight;
  private final Parameter bias;
  private final boolean normalised;
  private @Nullable Tensor input;

  private Synapses(String name, long[] shape, long outputs, long fan, boolean normalised) {
    double bound = 1 / Math.sqrt((double) fan);
    this.weight = Parameter.base(name + ".weight", uniform(bound, shape));
    this.bias = Parameter.base(name + ".bias", uniform(bound, outputs));
    this.normalised = normalised;
  }

  private static Tensor uniform(double bound, long... shape) {
    Tensor values = rand(shape);
    values.mul_(new Scalar(2 * bound));
    values.sub_(new Scalar(bound));
    return values;
  }

  /**
   * A 3x3 convolution with padding 1.
   *
   * @param stride 1 or 2
   * @param normalised whether batch normalisation follows
   */
  public static Synapses convolution(String name, int in, int out, int stride, boolean normalised) {
    return new Convolution(name, in, out, 3, stride, false, normalised);
  }

  /**
   * A 1x1 convolution: the same fully connected map at every position.
   *
   * @param normalised whether batch normalisation follows
   */
  public static Synapses pointwise(String name, int in, int out, boolean normalised) {
    return new Convolution(name, in, out, 1, 1, false, normalised);
  }

  /**
   * A 3x3 transposed convolution with padding 1 whose output is {@code stride} times as large.
   *
   * @param stride 1 or 2
   * @param normalised whether batch normalisation follows
   */
  public static Synapses transposedConvolution(
      String name, int in, int out, int stride, boolean normalised) {
    return new Convolution(name, in, out, 3, stride, true, normalised);
  }

  /** A fully connected map of {@code [rows, in]} to {@code [rows, out]}. */
  public static Synapses dense(String name, int in, int out, boolean normalised) {
    return new Dense(name, in, out, normalised);
  }

  /** Weight and bias. */
  public State state() {
    return new State(List.of(weight, bias), List.of());
  }

  /** The weights. */
  public Tensor weight() {
    return weight.value();
  }

  /** The biases. */
  public Tensor bias() {
    return bias.value();
  }

  /**
   * Applies the map.
   *
   * @param input {@code [rows, in, ...]}, kept for {@link #backward}
   * @return {@code [rows, out, ...]}
   */
  public Tensor forward(Tensor input) {
    Tensor dense = TensorMemory.channelsLast(input);
    this.input = dense;
    return TensorMemory.channelsLast(apply(dense));
  }

  /**
   * The gradient of the last forward pass; sets the gradients of weight and bias.
   *
   * @param gradient dL/d(output)
   * @return dL/d(input)
   */
  public Tensor backward(Tensor gradient) {
    return TensorMemory.channelsLast(differentiate(gradient, true).input());
  }

  /** As {@link #backward} for the first layer, whose input needs no gradient. */
  public void backwardToWeights(Tensor gradient) {
    differentiate(gradient, false);
  }

  private Gradients differentiate(Tensor gradient, boolean inputNeeded) {
    Tensor last = input;
    if (last == null) {
      throw new IllegalStateException("backward needs a forward pass before it");
    }
    input = null;
    Gradients gradients = gradients(gradient, last, inputNeeded, !normalised);
    weight.gradient(gradients.weight().contiguous());
    bias.gradient(normalised ? zeros_like(bias.value()) : gradients.bias());
    return gradients;
  }

  /** Gradients of one backward pass; those not asked for are undefined tensors. */
  record Gradients(Tensor input, Tensor weight, Tensor bias) {}

  abstract Tensor apply(Tensor input);

  abstract Gradients gradients(
      Tensor gradient, Tensor input, boolean inputNeeded, boolean biasNeeded);

  static final class Convolution extends Synapses {

    private static final long[] ONE = {1, 1};

    private final boolean transposed;
    private final long[] stride;
    private final long[] padding;
    private final long[] outputPadding;
    private final long[] outputs;

    Convolution(
        String name,
        int in,
        int out,
        int kernel,
        int stride,
        boolean transposed,
        boolean normalised) {
      super(
          name,
          transposed ? new long[] {in, out, kernel, kernel} : new long[] {out, in, kernel, kernel},
          out,
          (long) kernel * kernel * (transposed ? out : in),
          normalised);
      this.transposed = transposed;
      this.stride = new long[] {stride, stride};
      this.padding = new long[] {kernel / 2, kernel / 2};
      int missing = transposed ? stride - 1 : 0;
      this.outputPadding = new long[] {missing, missing};
      this.outputs = new long[] {out};
    }

    @Override
    Tensor apply(Tensor input) {
      return torch.convolution(
          input,
          weight(),
          new TensorOptional(bias()),
          stride,
          padding,
          ONE,
          transposed,
          outputPadding,
          1);
    }

    @Override
    Gradients gradients(Tensor gradient, Tensor input, boolean inputNeeded, boolean biasNeeded) {
      BoolPointer wanted = new BoolPointer(3);
      wanted.put(0, inputNeeded).put(1, true).put(2, biasNeeded);
      T_TensorTensorTensor_T all =
          convolution_backward(
              gradient,
              input,
              weight(),
              new LongArrayRefOptional(outputs),
              stride,
              padding,
              ONE,
              transposed,
              outputPadding,
              1,
              wanted);
      return new Gradients(all.get0(), all.get1(), all.get2());
    }
  }

  static final class Dense extends Synapses {

    Dense(String name, int in, int out, boolean normalised) {
      super(name, new long[] {out, in}, out, in, normalised);
    }

    @Override
    Tensor apply(Tensor input) {
      return addmm(bias(), input, weight().t());
    }

    @Override
    Gradients gradients(Tensor gradient, Tensor input, boolean inputNeeded, boolean biasNeeded) {
      Tensor inputGradient = inputNeeded ? mm(gradient, weight()) : new Tensor();
      Tensor biasGradient = biasNeeded ? gradient.sum(0) : new Tensor();
      return new Gradients(inputGradient, mm(gradient.t(), input), biasGradient);
    }
  }
}
