package io.spikelet.runtime.pool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The one lock of a pool. Held for bookkeeping only, microseconds against the milliseconds of a
 * batch: one lock for all models is simpler to get right than one for each and costs nothing.
 */
final class PoolLock {

  static final long FOREVER = TimeUnit.HOURS.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Changes the state, wakes all who wait for a change, then runs the effects without the lock. */
  void atomically(Consumer<Effects> change) {
    Effects effects = new Effects();
    lock.lock();
    try {
      change.accept(effects);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    effects.run();
  }

  /**
   * Tries a change until it succeeds, again each time that the state was changed. What an attempt
   * that fails causes is run without the lock before the next one.
   *
   * @param attempt whether it succeeded; one that fails and causes nothing must change nothing
   */
  void until(Predicate<Effects> attempt) {
    boolean succeeded = false;
    while (!succeeded) {
      Effects effects = new Effects();
      lock.lock();
      try {
        succeeded = attempt.test(effects);
        if (succeeded || !effects.isEmpty()) {
          changed.signalAll();
        } else {
          awaitChange(FOREVER);
        }
      } finally {
        lock.unlock();
      }
      effects.run();
    }
  }

  /** Reads the state. */
  <T> T read(Supplier<T> reading) {
    lock.lock();
    try {
      return reading.get();
    } finally {
      lock.unlock();
    }
  }

  /** Waits inside {@link #read} until the state changed or the time is over. */
  // The loop around the waiting is the caller's, who knows what for.
  @SuppressWarnings("WaitNotInLoop")
  void awaitChange(long nanos) {
    try {
      changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // Nobody interrupts the pool's own threads: it is a flag that a model left behind, and with
      // the exception it is gone.
    }
  }

  /** Waits inside {@link #read} until the state changed; an interrupt ends the waiting. */
  // The loop around the waiting is the caller's, who knows what for.
  @SuppressWarnings("WaitNotInLoop")
  long awaitChangeInterruptibly(long nanos) throws InterruptedException {
    return changed.awaitNanos(nanos);
  }

  static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }
}
