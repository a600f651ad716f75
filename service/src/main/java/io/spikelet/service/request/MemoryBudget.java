package io.spikelet.service.request;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Memory that requests share, counted before it is taken. Who waits for some is served in order, so
 * that many small ones do not keep a large one waiting for ever.
 *
 * <p>Requests that take memory bit by bit could all have some and all wait for more. For them a
 * part can be set aside: one after the other gets it to itself and so comes to its end.
 */
final class MemoryBudget {
  private static final int UNIT = 1024;

  private static final long BRIEFLY = TimeUnit.MILLISECONDS.toNanos(50);

  private final int all;
  private final int setAside;
  private final Semaphore units;
  private final Semaphore setAsideForOne = new Semaphore(1, true);

  /** A budget of which nothing is set aside. */
  MemoryBudget(long bytes) {
    this(bytes, 0);
  }

  /**
   * A budget.
   *
   * @param setAside what one alone may need; at most three quarters of the budget are set aside
   */
  MemoryBudget(long bytes, long setAside) {
    this.all = Math.toIntExact(Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE));
    this.setAside = (int) Math.min(setAside / UNIT, 3L * all / 4);
    this.units = new Semaphore(all - this.setAside, true);
  }

  /** The whole budget. */
  long bytes() {
    return (long) all * UNIT;
  }

  /** Nobody has anything of it. */
  boolean isUnused() {
    return units.availablePermits() == all - setAside && setAsideForOne.availablePermits() == 1;
  }

  /** A share of nothing yet. */
  Share share() {
    return new Share();
  }

  /** What one request has of the budget; only for the thread that took it. */
  final class Share implements AutoCloseable {
    private int taken;
    private int takenAside;
    private boolean alone;

    /**
     * Takes so much more, waiting for others to give theirs back.
     *
     * @return whether it was there in time
     */
    boolean grow(long bytes, long patienceNanos) {
      int wanted = Math.toIntExact(Math.min(Math.ceilDiv(bytes, UNIT), Integer.MAX_VALUE));
      try {
        return alone ? growAside(wanted) : grow(wanted, Math.max(0, patienceNanos));
      } catch (InterruptedException shutDown) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private boolean grow(int wanted, long patienceNanos) throws InterruptedException {
      if (wanted > all) {
        return false;
      }
      long briefly = setAside == 0 ? patienceNanos : Math.min(BRIEFLY, patienceNanos);
      if (units.tryAcquire(wanted, briefly, TimeUnit.NANOSECONDS)) {
        taken += wanted;
        return true;
      }
      long left = patienceNanos - briefly;
      alone = setAside > 0 && setAsideForOne.tryAcquire(left, TimeUnit.NANOSECONDS);
      return alone && growAside(wanted);
    }

    private boolean growAside(int wanted) {
      boolean fits = takenAside + wanted <= setAside;
      takenAside += fits ? wanted : 0;
      return fits;
    }

    /** Gives everything back. */
    @Override
    public void close() {
      units.release(taken);
      setAsideForOne.release(alone ? 1 : 0);
      taken = 0;
      takenAside = 0;
      alone = false;
    }
  }
}
