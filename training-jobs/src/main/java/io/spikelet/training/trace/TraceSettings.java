package io.spikelet.training.trace;

import io.spikelet.training.run.Settings;

/**
 * Settings of a {@link TraceNetwork}.
 *
 * @param hiddenSize neurons of the first layer
 * @param timeSteps how long an example is shown, in training and after
 * @param neuron leak and threshold of all neurons
 * @param masked whether only neurons that fired wrongly learn, as published; without the mask every
 *     neuron is driven to its target potential
 */
public record TraceSettings(int hiddenSize, int timeSteps, LeakyNeuron neuron, boolean masked) {

  /** Checks the sizes. */
  public TraceSettings {
    requireAtLeastOne("hidden-size", hiddenSize);
    requireAtLeastOne("time-steps", timeSteps);
  }

  /**
   * Takes them.
   *
   * @param usualHidden the hidden size where none is set
   * @param usualTimeSteps the time steps where none are set
   */
  public static TraceSettings from(Settings settings, int usualHidden, int usualTimeSteps) {
    return new TraceSettings(
        settings.integer("hidden-size", usualHidden),
        settings.integer("time-steps", usualTimeSteps),
        new LeakyNeuron(
            (float) settings.number("leak", 0.1), (float) settings.number("threshold", 1)),
        settings.flag("mask", true));
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
