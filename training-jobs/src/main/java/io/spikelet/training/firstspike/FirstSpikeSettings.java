package io.spikelet.training.firstspike;

import io.spikelet.training.export.SpikeTiming;

import io.spikelet.training.run.Settings;

/**
 * Settings of neurons that fire once, whatever they are used for.
 *
 * @param timeSteps times are 0 to this, which is no spike; published: 256
 * @param threshold of every neuron; S4NN has 100, Spiking-GAN does not say
 * @param timing when a neuron fires whose potential has crossed the threshold
 * @param rule how weights learn
 */
public record FirstSpikeSettings(
    int timeSteps, double threshold, SpikeTiming timing, FirstSpikeRule rule) {

  public FirstSpikeSettings {
    if (timeSteps < 2) {
      throw new IllegalArgumentException("time-steps must be at least 2, not " + timeSteps);
    }
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("threshold must be above 0, not " + threshold);
    }
  }

  /** Takes the settings; what is absent is as S4NN's code has it, or the given rule. */
  public static FirstSpikeSettings from(Settings settings, FirstSpikeRule otherwise) {
    return new FirstSpikeSettings(
        settings.integer("time-steps", 256),
        settings.number("threshold", 100),
        settings.choice("spike-timing", SpikeTiming.NEXT_STEP),
        new FirstSpikeRule(
            settings.choice("fired-before", otherwise.firedBefore()),
            settings.choice("silent-neurons", otherwise.silent()),
            settings.choice("delta-norm", otherwise.norm()),
            settings.choice("carrying-weights", otherwise.carrying()),
            settings.choice("errors-reach", otherwise.reach())));
  }

  /** A layer of such neurons, its weights zero. */
  public FirstSpikeLayer layer(int inputs, int neurons) {
    return new FirstSpikeLayer(inputs, neurons, threshold, timeSteps, timing);
  }

  /** How values become the times of input spikes. */
  public TimeCode code() {
    return new TimeCode(timeSteps);
  }
}
