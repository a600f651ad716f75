package io.spikelet.training.layer;

import org.bytedeco.pytorch.Tensor;

/**
 * What stands behind synapses: normalisation and the nonlinearity, over all time steps.
 *
 * <p>Not thread-safe: a forward pass is followed by its own backward pass.
 */
public interface Neurons {

  /** Makes the neurons of one layer. */
  @FunctionalInterface
  interface Factory {
    /**
     * Makes neurons with fresh parameters.
     *
     * @param name prefix of the parameters' names
     * @param channels channels of the current, its second axis
     */
    Neurons create(String name, int channels);
  }

  /** Parameters and running statistics. */
  State state();

  /**
   * Runs the neurons over all time steps.
   *
   * @param current the synapses' output, {@code [T * N, C, H, W]} or {@code [T * N, C]}
   * @return their output (spikes: 0 or 1), {@code [T * N, ...]}
   */
  Signal fire(Signal current, Mode mode);

  /**
   * Runs the neurons over all time steps and returns the weighted sum of their spikes, which need
   * never be stored: {@code sum over t of weights[t] * o[t]}.
   *
   * <p>With equal weights {@code 1/T} the sum is the firing rate. With the coefficients of a
   * membrane readout it is what a linear layer behind the neurons needs to see once instead of at
   * every time step, since summing over time and the linear map may change places.
   *
   * @param weights one factor per time step
   * @return {@code [N, ...]}
   */
  Tensor integrate(Signal current, float[] weights, Mode mode);

  /**
   * The gradient of the last forward pass in {@link Mode#TRAIN}; sets the parameters' gradients.
   *
   * @param gradient dL/d(output) of {@link #fire} (overwritten: it becomes the result where the
   *     shapes agree) or of {@link #integrate}
   * @return dL/d(current), of the current's shape
   */
  Tensor backward(Tensor gradient);
}
