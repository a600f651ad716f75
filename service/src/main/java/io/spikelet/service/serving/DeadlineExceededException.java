package io.spikelet.service.serving;

import java.time.Duration;

/** A request was not answered within the time it may take; its work was cancelled. */
public final class DeadlineExceededException extends RuntimeException {
  private final transient Duration deadline;

  DeadlineExceededException(Duration deadline) {
    super("The request was not finished within %d ms.".formatted(deadline.toMillis()));
    this.deadline = deadline;
  }

  public Duration deadline() {
    return deadline;
  }
}
