package io.spikelet.service.request;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Memory that requests share, counted before it is taken. Who waits for some is served in order, so
 * that many small ones do not keep a large one waiting for ever.
 */
final class MemoryBudget {
  private static final int UNIT = 1024;

  private final Semaphore units;
  private final int all;

  MemoryBudget(long bytes) {
    this.all = Math.toIntExact(Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE));
    this.units = new Semaphore(all, true);
  }

  /** The whole budget. */
  long bytes() {
    return (long) all * UNIT;
  }

  /** Nobody has anything of it. */
  boolean isUnused() {
    return units.availablePermits() == all;
  }

  /** A share of nothing yet. */
  Share share() {
    return new Share();
  }

  /** What one request has of the budget; only for the thread that took it. */
  final class Share implements AutoCloseable {
    private int taken;

    /**
     * Takes so much more, waiting for others to give theirs back.
     *
     * @return whether it was there in time
     */
    boolean grow(long bytes, long patienceNanos) {
      int wanted = Math.toIntExact(Math.min(Math.ceilDiv(bytes, UNIT), Integer.MAX_VALUE));
      try {
        boolean got =
            wanted <= all
                && units.tryAcquire(wanted, Math.max(0, patienceNanos), TimeUnit.NANOSECONDS);
        taken += got ? wanted : 0;
        return got;
      } catch (InterruptedException shutDown) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** Gives everything back. */
    @Override
    public void close() {
      units.release(taken);
      taken = 0;
    }
  }
}
