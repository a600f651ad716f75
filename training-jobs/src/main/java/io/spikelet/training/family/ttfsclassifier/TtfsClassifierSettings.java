package io.spikelet.training.family.ttfsclassifier;

import io.spikelet.training.firstspike.FirstSpikeRule;
import io.spikelet.training.firstspike.FirstSpikeSettings;
import io.spikelet.training.firstspike.TargetTimes;
import io.spikelet.training.run.Settings;

/**
 * Settings of a classifier of first spikes beside the training plan's. What is absent is as S4NN's
 * code has it, but the target.
 *
 * @param imageSize height and width of the image; published: 28
 * @param hiddenSize hidden neurons; published: 400 and 1000
 * @param hiddenWeights the hidden neurons' weights are first uniform in 0 to this
 * @param outputWeights the same of the output neurons
 * @param reviveBelow hidden neurons that fire for a smaller share of an epoch's images get fresh
 *     weights; 0 for never
 * @param averaging share of the averaged weights that a step leaves, in [0, 1); 0 for the weights
 *     as they are, as published
 * @param target when output neurons should have fired
 * @param neurons how they fire and learn
 */
record TtfsClassifierSettings(
    int imageSize,
    int hiddenSize,
    double hiddenWeights,
    double outputWeights,
    double reviveBelow,
    double averaging,
    TargetTimes target,
    FirstSpikeSettings neurons) {

  /** The names of the targets. */
  private enum Target {
    AGGRESSIVE,
    RELATIVE
  }

  TtfsClassifierSettings {
    require(imageSize >= 1, "image-size must be at least 1, not " + imageSize);
    require(hiddenSize >= 1, "hidden-size must be at least 1, not " + hiddenSize);
    require(hiddenWeights > 0, "initial-hidden-weights must be above 0, not " + hiddenWeights);
    require(outputWeights > 0, "initial-output-weights must be above 0, not " + outputWeights);
    require(
        reviveBelow >= 0 && reviveBelow < 1,
        "revive-below must be at least 0 and below 1, not " + reviveBelow);
    require(
        averaging >= 0 && averaging < 1,
        "averaging must be at least 0 and below 1, not " + averaging);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  static TtfsClassifierSettings from(Settings settings) {
    int margin = settings.integer("target-margin", 3);
    return new TtfsClassifierSettings(
        settings.integer("image-size", 28),
        settings.integer("hidden-size", 400),
        settings.number("initial-hidden-weights", 5),
        settings.number("initial-output-weights", 48),
        settings.number("revive-below", 0.001),
        settings.number("averaging", 0),
        switch (settings.choice("target", Target.AGGRESSIVE)) {
          case AGGRESSIVE -> new TargetTimes.Aggressive();
          case RELATIVE -> new TargetTimes.Relative(margin);
        },
        FirstSpikeSettings.from(settings, FirstSpikeRule.S4NN));
  }
}
