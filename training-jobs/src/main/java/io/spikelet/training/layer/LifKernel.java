package io.spikelet.training.layer;

import java.lang.foreign.MemorySegment;

/**
 * The passes over neurons and time that a spiking layer is made of, for a range of neighbouring
 * neurons of one image.
 *
 * <p>All methods take neurons {@code [from, to)} of a sample whose first neuron at the first time
 * step stands at byte {@code 0} of the segments; {@code *Step} is the distance in bytes between
 * time steps and 0 for a value that is the same at every time step. {@code from} is a multiple of
 * {@link Affine#period}. Both implementations give the same bits: products and sums are rounded one
 * by one, nothing is fused.
 */
interface LifKernel {

  /** What the neurons of a range receive: {@code x[t] * scale + shift}, input factor included. */
  record Current(MemorySegment x, long xStep, Affine affine) {}

  /**
   * Runs the neurons and writes their spikes.
   *
   * @param spikes written: 0 or 1
   */
  void fire(
      LifParameters lif,
      int timeSteps,
      Current current,
      MemorySegment spikes,
      long spikesStep,
      int from,
      int to);

  /**
   * Runs the neurons and writes the weighted sum of their spikes over time.
   *
   * @param weights one factor per time step
   * @param sum written: {@code sum over t of weights[t] * o[t]}
   */
  void fireInto(
      LifParameters lif,
      int timeSteps,
      Current current,
      float[] weights,
      MemorySegment sum,
      int from,
      int to);

  /**
   * Runs the neurons again and then backwards through time.
   *
   * <pre>
   * du[t] = surrogate(u[t]) * (w[t] * g[t] - decay * u[t] * du[t+1])
   *         + decay * (1 - o[t]) * du[t+1]
   * </pre>
   *
   * @param gradient g, dL/d(spikes), or with a step of 0 a gradient that the {@code weights}
   *     distribute over time
   * @param weights w, one factor per time step
   * @param currentGradient written: du[t], or with a step of 0 their sum over time; may be the
   *     segment of {@code gradient}
   * @param sums added to, per {@link Affine#period}: sums of du and of du * (x - mean)
   */
  void backward(
      LifParameters lif,
      int timeSteps,
      Current current,
      MemorySegment gradient,
      long gradientStep,
      float[] weights,
      MemorySegment currentGradient,
      long currentGradientStep,
      Sums sums,
      int from,
      int to);

  /**
   * Adds the values, and their squares, less a shift, of neurons of one image at one time step.
   *
   * @param shift per {@link Affine#period}, near the mean so that the squares do not cancel
   */
  void moments(MemorySegment x, float[] shift, Sums sums, int from, int to);

  /**
   * {@code y = a * y + b * x + c}, all three per {@link Affine#period}; the last step of batch
   * normalisation's gradient.
   */
  void combine(MemorySegment y, MemorySegment x, float[] a, float[] b, float[] c, int from, int to);

  /** Two running sums per position of the period, kept in float over one range only. */
  final class Sums {
    final float[] first; // (period)
    final float[] second; // (period)

    Sums(int period) {
      this.first = new float[period];
      this.second = new float[period];
    }
  }
}
