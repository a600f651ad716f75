package io.spikelet.service.request;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Bodies of other requests take all that there is of memory or of time; come again later. */
public final class BusyException extends RuntimeException {
  private static final int SPREAD_SECONDS = 5;

  BusyException(String message) {
    super(message);
  }

  /** When to come again; not the same moment for all who were refused at once. */
  public Duration retryAfter() {
    return Duration.ofSeconds(ThreadLocalRandom.current().nextInt(1, SPREAD_SECONDS + 1));
  }
}
