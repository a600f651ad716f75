package io.spikelet.training.firstspike;

/**
 * What a network did with one input, and the errors of its layers' times.
 *
 * <p>Written by {@link FirstSpikeNetwork}; arrays have the width of their layers.
 */
public final class Presentation {

  private final int[][] times;
  private final float[][] deltas;
  private int[] input = new int[0];

  Presentation(int[][] times, float[][] deltas) {
    this.times = times;
    this.deltas = deltas;
  }

  void input(int[] input) {
    this.input = input;
  }

  /** Spike times of a layer's inputs. Not copied. */
  int[] input(int layer) {
    return layer == 0 ? input : times[layer - 1];
  }

  /** Spike times of a layer's neurons. Not copied. */
  public int[] times(int layer) {
    return times[layer];
  }

  /** Spike times of the output neurons. Not copied. */
  public int[] outputTimes() {
    return times[times.length - 1];
  }

  /** Errors of a layer's times, after their normalisation. Not copied. */
  public float[] delta(int layer) {
    return deltas[layer];
  }

  /** Errors of the output times, for whoever measures them. Not copied. */
  public float[] outputDelta() {
    return deltas[deltas.length - 1];
  }
}
