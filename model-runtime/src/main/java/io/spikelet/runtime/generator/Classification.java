package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier says about one image.
 *
 * @param label number of the most probable class, the smallest such number on a tie; where spikes
 *     decide, as {@link Decision} says
 * @param name the package's name of that class
 * @param scores of every class, in [0, 1]: softmax probabilities or, where spikes decide, how early
 *     {@code (T - t) / T} its neuron fired; not copied
 * @param activity spikes and taps of every layer that ran
 * @param times where the time went
 * @param decision how spikes decided; null for a classifier without spikes
 */
public record Classification(
    int label,
    String name,
    float[] scores,
    NetworkActivity activity,
    StageTimes times,
    @Nullable Decision decision)
    implements Timed {

  /** Of a classifier without spikes. */
  public Classification(
      int label, String name, float[] scores, NetworkActivity activity, StageTimes times) {
    this(label, name, scores, activity, times, null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Classification that
        && label == that.label
        && name.equals(that.name)
        && Arrays.equals(scores, that.scores)
        && activity.equals(that.activity)
        && times.equals(that.times)
        && Objects.equals(decision, that.decision);
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
