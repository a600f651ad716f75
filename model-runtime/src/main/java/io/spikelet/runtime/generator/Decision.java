package io.spikelet.runtime.generator;

import java.util.Collections;
import java.util.List;

/**
 * How a network whose neurons fire at most once decided on a class: by the output neuron that fired
 * first. Of several that fired at the same time, and of all where none fired, the one with the
 * highest potential; of equal ones the first.
 *
 * @param outputTimes when the neuron of every class fired, from 0 to {@code timeSteps}, which
 *     stands for never
 * @param timeSteps T
 * @param spikes of all neurons, input and output ones included, up to the time of the decision
 */
public record Decision(List<Integer> outputTimes, int timeSteps, long spikes) {

  /**
   * How many time steps before the end potentials are compared where no output neuron fires, as
   * S4NN's code does.
   */
  public static final int BEFORE_END = 3;

  public Decision {
    outputTimes = List.copyOf(outputTimes);
  }

  /** When the first output neuron fired; {@code timeSteps} if none did. */
  public int time() {
    return Collections.min(outputTimes);
  }

  /**
   * Number of the class that is decided on.
   *
   * @param potentials of the output neurons at the time at which the first of them crossed its
   *     threshold; at {@code timeSteps - BEFORE_END} if none did
   * @throws IllegalArgumentException if there are more or fewer than output neurons
   */
  public int label(float[] potentials) {
    if (potentials.length != outputTimes.size()) {
      throw new IllegalArgumentException(
          "there must be %d potentials, one of each output neuron, not %d"
              .formatted(outputTimes.size(), potentials.length));
    }
    int best = 0;
    for (int label = 1; label < potentials.length; label++) {
      best = precedes(label, best, potentials) ? label : best;
    }
    return best;
  }

  private boolean precedes(int label, int other, float[] potentials) {
    int time = outputTimes.get(label);
    int otherTime = outputTimes.get(other);
    return time < otherTime || (time == otherTime && potentials[label] > potentials[other]);
  }

  /** Whether an output neuron fired at all. */
  public boolean fired() {
    return time() < timeSteps;
  }

  /** Whether a class's neuron is the first that fired, or one of several. */
  public boolean isFirst(int label) {
    return fired() && outputTimes.get(label) == time();
  }

  /** Whether several output neurons fired first, at the same time. */
  public boolean isTie() {
    return fired() && Collections.frequency(outputTimes, time()) > 1;
  }
}
