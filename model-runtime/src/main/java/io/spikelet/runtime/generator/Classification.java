package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import java.util.Arrays;

/**
 * What a classifier says about one image.
 *
 * @param label number of the most probable class; the smallest such number on a tie
 * @param name the package's name of that class
 * @param scores softmax probability of every class, in [0, 1]; not copied
 * @param activity spikes and taps of every layer that ran
 * @param times where the time went
 */
public record Classification(
    int label, String name, float[] scores, NetworkActivity activity, StageTimes times) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Classification that
        && label == that.label
        && name.equals(that.name)
        && Arrays.equals(scores, that.scores)
        && activity.equals(that.activity)
        && times.equals(that.times);
  }

  @Override
  public int hashCode() {
    return 31 * label + Arrays.hashCode(scores);
  }

  @Override
  public String toString() {
    return "Classification[label=%d, name=%s, score=%s]".formatted(label, name, scores[label]);
  }
}
