package io.spikelet.training.layer;

import org.bytedeco.pytorch.Tensor;

/**
 * What travels from layer to layer: values over all time steps.
 *
 * @param values {@code [timeSteps * samples, ...]}, or {@code [samples, ...]} if constant
 * @param timeSteps number of time steps
 * @param constant whether the values are the same at every time step, and therefore stored once
 *     (direct input encoding: the first convolution is then computed once, not once a time step)
 */
public record Signal(Tensor values, int timeSteps, boolean constant) {

  public Signal {
    if (!constant && values.size(0) % timeSteps != 0) {
      throw new IllegalArgumentException(
          "%d rows are not a multiple of %d time steps".formatted(values.size(0), timeSteps));
    }
  }

  /** A value that is shown unchanged at every time step. */
  public static Signal constant(Tensor values, int timeSteps) {
    return new Signal(values, timeSteps, true);
  }

  /** Values of every time step, time first. */
  public static Signal overTime(Tensor values, int timeSteps) {
    return new Signal(values, timeSteps, false);
  }

  /** The number of images. */
  public int samples() {
    long rows = values.size(0);
    return Math.toIntExact(constant ? rows : rows / timeSteps);
  }

  /** The same values under another shape or after another linear map. */
  public Signal with(Tensor other) {
    return new Signal(other, timeSteps, constant);
  }
}
