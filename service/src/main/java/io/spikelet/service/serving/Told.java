package io.spikelet.service.serving;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a job tells while it runs, on its way from the pool's thread to the request's. Unbounded: a
 * slow client must not hold up a thread of the pool, and a job tells only so much.
 */
final class Told<E> {
  private final BlockingQueue<Optional<E>> queue = new LinkedBlockingQueue<>();
  private boolean over;

  void tell(E event) {
    queue.add(Optional.of(event));
  }

  /** Nothing more will be told. */
  void end() {
    queue.add(Optional.empty());
  }

  /** Whether the end was reached. Only for the thread that reads. */
  boolean isOver() {
    return over;
  }

  /** The next event, if one comes in time. */
  Optional<E> next(Duration atMost) {
    try {
      Optional<E> event = queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (event == null) {
        return Optional.empty();
      }
      over = event.isEmpty();
      return event;
    } catch (InterruptedException shutDown) {
      // Seen again by whoever waits for the job.
      Thread.currentThread().interrupt();
      over = true;
      return Optional.empty();
    }
  }
}
