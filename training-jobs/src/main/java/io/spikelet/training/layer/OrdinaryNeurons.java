package io.spikelet.training.layer;

import static org.bytedeco.pytorch.global.torch.leaky_relu;
import static org.bytedeco.pytorch.global.torch.leaky_relu_backward;
import static org.bytedeco.pytorch.global.torch.native_batch_norm;
import static org.bytedeco.pytorch.global.torch.native_batch_norm_backward;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.List;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/**
 * Neurons of an ordinary network: batch normalisation and a leaky rectifier, one time step, real
 * values.
 *
 * <pre>
 * y = weight * (x - mean) / sqrt(variance + 1e-5) + bias
 * o = y if y &gt; 0, else 0.01 * y
 * running = 0.9 * running + 0.1 * batch       (the variance of the batch unbiased)
 * </pre>
 *
 * Ioffe and Szegedy, "Batch normalization", ICML 2015; Maas et al., "Rectifier nonlinearities
 * improve neural network acoustic models", 2013. The constants are those of the networks that FSVAE
 * is compared with.
 */
public final class OrdinaryNeurons implements Neurons {

  /** Slope of the rectifier below zero. */
  public static final float SLOPE = 0.01f;

  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final String name;
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVariance;
  private @Nullable Pass pass;

  /** What the backward pass needs of the forward pass. */
  private record Pass(Tensor current, Tensor output, Tensor mean, Tensor inverseDeviation) {}

  /**
   * @param name prefix of the parameters' names
   * @param channels channels of the current, its second axis
   */
  public OrdinaryNeurons(String name, int channels) {
    this.name = name;
    this.weight = ones(channels);
    this.bias = zeros(channels);
    this.runningMean = zeros(channels);
    this.runningVariance = ones(channels);
  }

  @Override
  public State state() {
    return new State(
        List.of(Parameter.base(name + ".weight", weight), Parameter.base(name + ".bias", bias)),
        List.of(
            new State.Buffer(name + ".running_mean", runningMean),
            new State.Buffer(name + ".running_var", runningVariance)));
  }

  @Override
  public Signal fire(Signal current, Mode mode) {
    requireOneTimeStep(current);
    return Signal.overTime(output(current.values(), mode), 1);
  }

  /** With one time step the sum is its value times its weight. */
  @Override
  public Tensor integrate(Signal current, float[] weights, Mode mode) {
    requireOneTimeStep(current);
    if (weights.length != 1 || weights[0] != 1) {
      throw new IllegalArgumentException("one time step needs the one weight 1");
    }
    return output(current.values(), mode);
  }

  private static void requireOneTimeStep(Signal current) {
    if (current.timeSteps() != 1) {
      throw new IllegalArgumentException(
          "neurons of an ordinary network know one time step, not " + current.timeSteps());
    }
  }

  private Tensor output(Tensor current, Mode mode) {
    switch (mode) {
      case TRAIN, EVALUATE -> {}
      case CALIBRATE -> becomeIdentity(current);
    }
    boolean batchStatistics =
        switch (mode) {
          case TRAIN -> true;
          case CALIBRATE, EVALUATE -> false;
        };
    T_TensorTensorTensor_T normalised =
        native_batch_norm(
            current,
            new TensorOptional(weight),
            new TensorOptional(bias),
            new TensorOptional(runningMean),
            new TensorOptional(runningVariance),
            batchStatistics,
            MOMENTUM,
            EPSILON);
    Tensor output = leaky_relu(normalised.get0(), new Scalar(SLOPE));
    pass = batchStatistics ? new Pass(current, output, normalised.get1(), normalised.get2()) : null;
    return TensorMemory.channelsLast(output);
  }

  /** Chooses all four so that a value with these statistics is its own normalised one. */
  private void becomeIdentity(Tensor current) {
    long channels = weight.size(0);
    Tensor rows = current.transpose(0, 1).reshape(channels, -1);
    runningMean.copy_(rows.mean(1));
    runningVariance.copy_(rows.var(new long[] {1}, false));
    weight.copy_(runningVariance.add(new Scalar(EPSILON)).sqrt());
    bias.copy_(runningMean);
  }

  @Override
  public Tensor backward(Tensor gradient) {
    Pass made = pass;
    if (made == null) {
      throw new IllegalStateException("backward needs a forward pass in training mode before it");
    }
    pass = null;
    // The output has the sign of the value in front of the rectifier, so that need not be kept.
    Tensor inner = leaky_relu_backward(gradient, made.output(), new Scalar(SLOPE), true);
    T_TensorTensorTensor_T gradients =
        native_batch_norm_backward(
            inner,
            made.current(),
            new TensorOptional(weight),
            new TensorOptional(runningMean),
            new TensorOptional(runningVariance),
            new TensorOptional(made.mean()),
            new TensorOptional(made.inverseDeviation()),
            true,
            EPSILON,
            new BoolPointer(3).put(0, true).put(1, true).put(2, true));
    weight.mutable_grad().put(gradients.get1());
    bias.mutable_grad().put(gradients.get2());
    return TensorMemory.channelsLast(gradients.get0());
  }
}
