package io.spikelet.runtime.pool;

/**
 * The time that one input of an operation takes, as a moving average over batches. Guarded by the
 * pool's lock.
 */
final class ServiceTime {

  // A fifth: follows a change within some ten batches and forgets a single slow one.
  private static final double WEIGHT = 0.2;
  // While nothing was measured.
  private static final double GUESS = 50e6;

  private double nanosPerInput;

  void record(long nanos, int inputs) {
    double measured = (double) nanos / inputs;
    nanosPerInput =
        nanosPerInput == 0 ? measured : nanosPerInput + WEIGHT * (measured - nanosPerInput);
  }

  /** Nanoseconds; a guess while nothing was measured. */
  double nanosPerInput() {
    return isMeasured() ? nanosPerInput : GUESS;
  }

  boolean isMeasured() {
    return nanosPerInput > 0;
  }
}
