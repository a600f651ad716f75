package io.spikelet.runtime.pool;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.List;

/** The jobs that may share a batch: one model, one operation. Guarded by the pool's lock. */
final class Lane<I, O> {

  private final Operation<I, O> operation;
  private final ArrayDeque<Job<I, O>> jobs = new ArrayDeque<>();
  private final ServiceTime time;
  private int inputs;

  Lane(Operation<I, O> operation, ServiceTime time) {
    this.operation = operation;
    this.time = time;
  }

  Operation<I, O> operation() {
    return operation;
  }

  void add(Job<I, O> job) {
    job.queued(true);
    jobs.addLast(job);
    inputs += job.waiting();
  }

  boolean remove(Job<?, ?> job) {
    boolean removed = jobs.remove(job);
    if (removed) {
      job.queued(false);
      inputs -= job.waiting();
    }
    return removed;
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  int inputs() {
    return inputs;
  }

  /** When its oldest job was submitted, by {@link System#nanoTime}. */
  long oldest() {
    return jobs.stream().mapToLong(Job::submitted).min().orElseThrow();
  }

  /**
   * As many inputs as fit into a batch: one of each job in turn, so that a small job never waits
   * for all of a large one.
   */
  List<Slice<I, O>> take(int most) {
    Map<Job<I, O>, Slice<I, O>> slices = new LinkedHashMap<>();
    for (int size = 0; size < most && !jobs.isEmpty(); size++) {
      Job<I, O> job = jobs.removeFirst();
      int next = job.takeNext();
      slices.merge(
          job,
          new Slice<>(job, next, next + 1),
          (before, added) -> new Slice<>(job, before.from(), added.to()));
      inputs--;
      if (job.waiting() > 0) {
        jobs.addLast(job);
      } else {
        job.queued(false);
      }
    }
    return List.copyOf(slices.values());
  }

  /** All jobs, leaving none. */
  List<Job<I, O>> drain() {
    List<Job<I, O>> all = List.copyOf(jobs);
    all.forEach(this::remove);
    return all;
  }

  Collection<Job<I, O>> jobs() {
    return jobs;
  }

  /** Predicted time of all that waits. */
  double waitingNanos() {
    return inputs * time.nanosPerInput();
  }

  /** Predicted time of what waits for one client. */
  double waitingNanos(String client) {
    int waiting =
        jobs.stream().filter(job -> job.client().equals(client)).mapToInt(Job::waiting).sum();
    return waiting * time.nanosPerInput();
  }

  ServiceTime time() {
    return time;
  }
}
