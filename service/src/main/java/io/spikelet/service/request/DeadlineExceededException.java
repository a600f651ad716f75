package io.spikelet.service.request;

import java.time.Duration;

/** A request was not answered within the time it may take; its work was cancelled. */
public final class DeadlineExceededException extends RuntimeException {
  private final transient Duration deadline;

  /**
   * @param deadline how long it might take
   */
  public DeadlineExceededException(Duration deadline) {
    super("The request was not finished within %d ms.".formatted(deadline.toMillis()));
    this.deadline = deadline;
  }

  public Duration deadline() {
    return deadline;
  }
}
