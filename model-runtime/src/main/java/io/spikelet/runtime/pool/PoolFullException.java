package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelRef;
import java.time.Duration;

/** Too much waits for this model; come again later. */
public final class PoolFullException extends RuntimeException {

  private final ModelRef ref;
  private final Duration retryAfter;

  PoolFullException(ModelRef ref, Duration waiting, Duration retryAfter) {
    super(
        "as much waits for model %s as there is time for, some %.1f s; try again in %d s"
            .formatted(ref, waiting.toMillis() / 1e3, retryAfter.toSeconds()));
    this.ref = ref;
    this.retryAfter = retryAfter;
  }

  /** The model. */
  public ModelRef ref() {
    return ref;
  }

  /**
   * When there should be room, behind all who were refused before: whole seconds, by the measured
   * time of what waits.
   */
  public Duration retryAfter() {
    return retryAfter;
  }
}
