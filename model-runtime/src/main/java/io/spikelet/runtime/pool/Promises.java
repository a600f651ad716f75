package io.spikelet.runtime.pool;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When those who were refused were told to come again. Each is told a moment of his own, behind all
 * that were told before, as fast as the queue is worked off: if all were told the same, nearly all
 * would be refused again. Guarded by the pool's lock.
 *
 * <p>Nobody can be recognised when he comes back. Whoever comes when a promise is due has it kept;
 * others find room only beside what is promised for the next seconds. A promise that nobody comes
 * for lapses.
 */
final class Promises {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  // Whoever was told a moment comes a little later, never earlier.
  private static final long LATE = 3 * SECOND;
  private static final long AHEAD = 4 * SECOND;
  // Room that is kept for those who come as they were told: what was predicted was not exact.
  private static final double SLACK = 1.25;

  /**
   * @param due the moment
   * @param nanos what was refused takes
   */
  private record Promise(long due, double nanos) {}

  // Whole seconds bring them out of the order in which they were made.
  private final PriorityQueue<Promise> promises =
      new PriorityQueue<>((some, other) -> Long.signum(some.due() - other.due()));
  private double last;

  /**
   * Whether there is room.
   *
   * @param now by any clock, always the same
   * @param waiting predicted nanoseconds of what waits already
   * @param nanos of what comes
   * @param most that may wait
   */
  boolean admits(long now, double waiting, double nanos, double most) {
    @Nullable Promise first = promises.peek();
    while (first != null && first.due() < now - LATE) {
      promises.remove();
      first = promises.peek();
    }
    if (first != null && first.due() <= now) {
      boolean kept = waiting + nanos <= SLACK * most;
      if (kept) {
        promises.remove();
      }
      return kept;
    }
    double promised =
        promises.stream()
            .filter(promise -> promise.due() <= now + AHEAD)
            .mapToDouble(Promise::nanos)
            .sum();
    return waiting + nanos + promised <= most;
  }

  /**
   * Promises room.
   *
   * @param waiting predicted nanoseconds of what waits
   * @param most that may wait
   * @param workers that work it off
   * @return in how many whole seconds
   */
  long promise(long now, double waiting, double nanos, double most, double workers) {
    double room = now + Math.max(0, waiting + nanos - most) / workers;
    last = Math.max(room, last) + nanos / workers;
    long seconds = Math.max(1, (long) Math.ceil((last - now) / SECOND));
    promises.add(new Promise(now + seconds * SECOND, nanos));
    return seconds;
  }
}
