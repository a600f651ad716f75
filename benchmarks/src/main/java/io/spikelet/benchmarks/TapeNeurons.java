package io.spikelet.benchmarks;

import static org.bytedeco.pytorch.global.torch.addcmul;
import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.chunk;
import static org.bytedeco.pytorch.global.torch.rsub;

import io.spikelet.training.layer.LifParameters;
import io.spikelet.training.layer.Surrogate;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * Batch normalisation and leaky integrate-and-fire neurons in operations of libtorch, one time step
 * after the other, differentiated by its tape. Equations: {@link LifParameters}.
 */
final class TapeNeurons {

  private static final LifParameters LIF = LifParameters.PUBLISHED;
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVariance;

  TapeNeurons(Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance) {
    this.weight = weight;
    this.bias = bias;
    this.runningMean = runningMean;
    this.runningVariance = runningVariance;
  }

  /**
   * Normalises with the batch's statistics and runs the neurons.
   *
   * @param current {@code [T * N, C, ...]}
   * @return spikes of the same shape
   */
  Tensor fire(Tensor current, int timeSteps) {
    return integrateAndFire(normalise(current), timeSteps);
  }

  /** tdBN is libtorch's own batch normalisation with its weight times the threshold. */
  private Tensor normalise(Tensor current) {
    return batch_norm(
        current,
        new TensorOptional(weight.mul(new Scalar(LIF.threshold()))),
        new TensorOptional(bias),
        new TensorOptional(runningMean),
        new TensorOptional(runningVariance),
        true,
        MOMENTUM,
        EPSILON,
        false);
  }

  private static Tensor integrateAndFire(Tensor current, int timeSteps) {
    TensorVector currents = chunk(current, timeSteps, 0);
    TensorVector spikes = new TensorVector();
    Tensor potential = currents.get(0);
    Tensor fired = spike(potential, LIF.threshold());
    spikes.push_back(fired);
    for (int t = 1; t < timeSteps; t++) {
      Tensor silent = rsub(fired, new Scalar(1.0));
      potential = addcmul(currents.get(t), potential, silent, new Scalar(LIF.decay()));
      fired = spike(potential, LIF.threshold());
      spikes.push_back(fired);
    }
    return cat(spikes, 0);
  }

  /**
   * {@code 1 if x > threshold, else 0}, whose gradient is 1 where |x| is within the surrogate's
   * window: {@code clamp(x) - clamp(x)} is zero everywhere, but the tape sees the first one only.
   */
  static Tensor spike(Tensor x, float threshold) {
    double halfWidth = ((Surrogate.Window) LIF.surrogate()).halfWidth();
    Tensor window =
        x.clamp(
            new ScalarOptional(new Scalar(-halfWidth)), new ScalarOptional(new Scalar(halfWidth)));
    return window.sub(window.detach()).add_(x.gt(new Scalar(threshold)));
  }
}
