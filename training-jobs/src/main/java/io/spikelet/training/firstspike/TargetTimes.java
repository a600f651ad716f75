package io.spikelet.training.firstspike;

import java.util.Arrays;

/** The times at which output neurons should have fired; they follow from when they did. */
public sealed interface TargetTimes {

  /**
   * The target times of one presentation.
   *
   * @param times of the outputs, {@code (K)}; {@code timeSteps} for one that did not fire
   * @param desired the output that should fire first
   */
  int[] of(int[] times, int desired, int timeSteps);

  /**
   * Aggressive TTFS (Spiking-GAN, equations 6 and 7): the desired neuron should have fired when the
   * first one did, all others never; at time 0 if none did.
   */
  record Aggressive() implements TargetTimes {

    @Override
    public int[] of(int[] times, int desired, int timeSteps) {
      int first = Arrays.stream(times).min().orElseThrow();
      int[] targets = new int[times.length];
      Arrays.fill(targets, timeSteps);
      targets[desired] = first == timeSteps ? 0 : first;
      return targets;
    }
  }

  /**
   * S4NN's relative target: the desired neuron should have fired when the first one did, and those
   * that came close to it, at least {@code margin} time steps later. If none fired, the desired one
   * should have, {@code margin} before the end.
   *
   * @param margin in time steps; S4NN has 3
   */
  record Relative(int margin) implements TargetTimes {

    public Relative {
      if (margin < 1) {
        throw new IllegalArgumentException("margin must be at least 1, not " + margin);
      }
    }

    @Override
    public int[] of(int[] times, int desired, int timeSteps) {
      int first = Arrays.stream(times).min().orElseThrow();
      int[] targets = times.clone();
      if (first == timeSteps) {
        targets[desired] = timeSteps - margin;
        return targets;
      }
      for (int j = 0; j < targets.length; j++) {
        if (times[j] - first < margin) {
          targets[j] = Math.min(first + margin, timeSteps);
        }
      }
      targets[desired] = first;
      return targets;
    }
  }
}
