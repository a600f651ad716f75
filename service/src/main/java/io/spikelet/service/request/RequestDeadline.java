package io.spikelet.service.request;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/**
 * When a request must be answered: one moment for all its stages, reading its body, decoding it,
 * waiting for a model and running it.
 *
 * @param allowed how long the request may take
 * @param endNanos its end, by {@link System#nanoTime}
 */
public record RequestDeadline(Duration allowed, long endNanos) {
  private static final String ATTRIBUTE = RequestDeadline.class.getName();

  /** The deadline of a request; it begins to run when it is asked for first. */
  public static RequestDeadline of(HttpServletRequest request, Duration allowed) {
    if (request.getAttribute(ATTRIBUTE) instanceof RequestDeadline known) {
      return known;
    }
    RequestDeadline begun = new RequestDeadline(allowed, System.nanoTime() + allowed.toNanos());
    request.setAttribute(ATTRIBUTE, begun);
    return begun;
  }

  /** Nanoseconds that are left; not positive when it is over. */
  public long leftNanos() {
    return endNanos - System.nanoTime();
  }

  /**
   * Ends a request that has no time left.
   *
   * @throws DeadlineExceededException if there is none left
   */
  public void require() {
    if (leftNanos() <= 0) {
      throw new DeadlineExceededException(allowed);
    }
  }
}
