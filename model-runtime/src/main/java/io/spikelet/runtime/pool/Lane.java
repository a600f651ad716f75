package io.spikelet.runtime.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The jobs that may share a batch: one model, one operation. Guarded by the pool's lock. */
final class Lane<I, O> {

  private final Operation<I, O> operation;
  private final ArrayDeque<Job<I, O>> jobs = new ArrayDeque<>();
  private int inputs;

  Lane(Operation<I, O> operation) {
    this.operation = operation;
  }

  Operation<I, O> operation() {
    return operation;
  }

  void add(Job<I, O> job) {
    job.queued(true);
    jobs.addLast(job);
    inputs += job.size();
  }

  boolean remove(Job<?, ?> job) {
    boolean removed = jobs.remove(job);
    if (removed) {
      job.queued(false);
      inputs -= job.size();
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
    return jobs.getFirst().submitted();
  }

  /** The oldest jobs that fit into a batch; a job larger than a batch comes alone. */
  List<Job<I, O>> take(int maxBatch) {
    List<Job<I, O>> taken = new ArrayList<>();
    int size = 0;
    while (!jobs.isEmpty() && (taken.isEmpty() || size + jobs.getFirst().size() <= maxBatch)) {
      Job<I, O> job = jobs.removeFirst();
      job.queued(false);
      size += job.size();
      taken.add(job);
    }
    inputs -= size;
    return taken;
  }

  /** All jobs, leaving none. */
  List<Job<I, O>> drain() {
    return take(Integer.MAX_VALUE);
  }
}
