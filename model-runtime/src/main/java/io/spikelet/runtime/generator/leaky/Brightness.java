package io.spikelet.runtime.generator.leaky;

/**
 * An image of its pixels' spike counts: each count divided by the largest, so that the pixel that
 * fired most is white.
 *
 * <p>A neuron that is reset when it fires cannot fire at every step, so shares of the time steps
 * would be dim, by an amount that depends on the leak; and the paper's errors do not see
 * brightness.
 */
public final class Brightness {

  private Brightness() {}

  /**
   * Values from 0 to 1; all 0 if nothing fired.
   *
   * @param counts spikes of each pixel, 0 or more
   */
  public static float[] ofCounts(float[] counts) {
    float most = 0;
    for (float count : counts) {
      most = Math.max(most, count);
    }
    float[] values = new float[counts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = most == 0 ? 0 : counts[i] / most;
    }
    return values;
  }
}
