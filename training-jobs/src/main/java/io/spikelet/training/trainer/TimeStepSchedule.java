package io.spikelet.training.trainer;

import io.spikelet.training.run.Settings;

/**
 * How many time steps a spiking network learns with, over a run.
 *
 * @param timeSteps of the finished network; the papers have 16
 * @param earlyTimeSteps in the first part of a run, which costs less the fewer there are; the
 *     network learns with them and is then trained on with all
 * @param earlyShare share of the run's steps that the first part takes; 0 (the default): none
 */
public record TimeStepSchedule(int timeSteps, int earlyTimeSteps, double earlyShare) {

  public TimeStepSchedule {
    if (!(earlyTimeSteps >= 1 && earlyTimeSteps <= timeSteps)) {
      throw new IllegalArgumentException(
          "early-time-steps must be 1 to %d, not %d".formatted(timeSteps, earlyTimeSteps));
    }
    if (!(earlyShare >= 0 && earlyShare < 1)) {
      throw new IllegalArgumentException("early-share must be in [0, 1), not " + earlyShare);
    }
  }

  /** Takes the schedule's settings. */
  public static TimeStepSchedule from(Settings settings) {
    int timeSteps = settings.integer("time-steps", 16);
    return new TimeStepSchedule(
        timeSteps,
        settings.integer("early-time-steps", Math.min(4, timeSteps)),
        settings.number("early-share", 0));
  }

  /** The number of time steps at a point of the run. */
  public int at(double completed) {
    return completed < earlyShare ? earlyTimeSteps : timeSteps;
  }
}
