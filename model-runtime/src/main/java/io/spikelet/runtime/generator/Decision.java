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

  public Decision {
    outputTimes = List.copyOf(outputTimes);
  }

  /** When the first output neuron fired; {@code timeSteps} if none did. */
  public int time() {
    return Collections.min(outputTimes);
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
