package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelRef;
import java.time.Duration;

/** Too many inputs wait for this model; come again later. */
public final class PoolFullException extends RuntimeException {

  private final ModelRef ref;
  private final int pending;
  private final int capacity;
  private final Duration retryAfter;

  PoolFullException(ModelRef ref, int pending, int capacity, Duration retryAfter) {
    super(
        "%d of at most %d inputs wait for model %s; try again in %d ms"
            .formatted(pending, capacity, ref, retryAfter.toMillis()));
    this.ref = ref;
    this.pending = pending;
    this.capacity = capacity;
    this.retryAfter = retryAfter;
  }

  /** The model. */
  public ModelRef ref() {
    return ref;
  }

  /** Inputs that wait for it. */
  public int pending() {
    return pending;
  }

  /** Inputs that may wait for one model. */
  public int capacity() {
    return capacity;
  }

  /**
   * When what waits now should be done: inputs that wait or run, times the measured time of one,
   * over all models, divided by the workers. One second while nothing was measured.
   */
  public Duration retryAfter() {
    return retryAfter;
  }
}
