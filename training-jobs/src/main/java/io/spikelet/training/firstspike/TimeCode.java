package io.spikelet.training.firstspike;

/**
 * Values in [0, 1] as spike times: the larger, the earlier (Spiking-GAN section 2.2).
 *
 * <pre>
 * t = floor((1 - value) * timeSteps)         value = (timeSteps - t) / timeSteps
 * </pre>
 *
 * White fires at once, black never. Of 8-bit levels none is near enough to a whole number for
 * rounding to matter: {@code (255 - level) * timeSteps / 255} is one only for black and white.
 *
 * @param timeSteps S4NN and Spiking-GAN have 256
 */
public record TimeCode(int timeSteps) {

  public TimeCode {
    if (timeSteps < 2) {
      throw new IllegalArgumentException("time-steps must be at least 2, not " + timeSteps);
    }
  }

  /** The time of a value; values outside [0, 1] count as the nearest inside. */
  public int time(float value) {
    return (int) Math.floor((1 - Math.clamp(value, 0f, 1f)) * timeSteps);
  }

  /** The value that a time stands for. */
  public float value(int time) {
    return (float) (timeSteps - time) / timeSteps;
  }

  /** The times of some values. */
  public int[] times(float[] values, int from, int count) {
    int[] times = new int[count];
    for (int i = 0; i < count; i++) {
      times[i] = time(values[from + i]);
    }
    return times;
  }
}
