package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelPackage;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * One submission: its inputs, how far they are, and the future that is completed on every path. A
 * large one runs in slices, between those of others.
 */
final class Job<I, O> {

  private final ModelRef ref;
  private final Operation<I, O> operation;
  private final List<I> inputs;
  private final String client;
  private final SortedMap<Integer, O> results = new TreeMap<>();
  private final long submitted = System.nanoTime();
  private final CompletableFuture<Pooled<O>> future = new CompletableFuture<>();
  // Written under the pool's lock, read without it by whoever completes the future.
  private volatile boolean queued;
  // Under the pool's lock.
  private int taken;
  // Under the monitor of the results.
  private int largestBatch;
  private long started;

  Job(ModelRef ref, Operation<I, O> operation, List<I> inputs, String client) {
    this.ref = ref;
    this.operation = operation;
    this.inputs = inputs;
    this.client = client;
  }

  ModelRef ref() {
    return ref;
  }

  Operation<I, O> operation() {
    return operation;
  }

  int size() {
    return inputs.size();
  }

  /** Whom it is for; empty where nobody said. */
  String client() {
    return client;
  }

  /** Inputs that no batch has taken yet. */
  int waiting() {
    return inputs.size() - taken;
  }

  /** The next input goes to a batch. */
  int takeNext() {
    return taken++;
  }

  List<I> inputs(int from, int to) {
    return inputs.subList(from, to);
  }

  /** Whether no batch of it has started before. */
  boolean starts(long now) {
    synchronized (results) {
      boolean first = started == 0;
      started = first ? now : started;
      return first;
    }
  }

  /** From the submission to the start of its first batch. */
  Duration queuedFor() {
    synchronized (results) {
      return Duration.ofNanos(started - submitted);
    }
  }

  /** Keeps a slice's results; true if they were the last. */
  boolean put(int from, List<O> slice, int batchSize) {
    synchronized (results) {
      for (int i = 0; i < slice.size(); i++) {
        results.put(from + i, slice.get(i));
      }
      largestBatch = Math.max(largestBatch, batchSize);
      return results.size() == inputs.size();
    }
  }

  /** All results are there. */
  void complete(ModelPackage asked) {
    List<O> all;
    int batch;
    synchronized (results) {
      all = List.copyOf(results.values());
      batch = largestBatch;
    }
    future.complete(new Pooled<>(asked, all, queuedFor(), batch));
  }

  /** {@link System#nanoTime} at the submission. */
  long submitted() {
    return submitted;
  }

  CompletableFuture<Pooled<O>> future() {
    return future;
  }

  /** Whether it waits in a lane. */
  boolean isQueued() {
    return queued;
  }

  void queued(boolean now) {
    queued = now;
  }

  /** Whether nobody waits for it any more: cancelled, or completed by its owner. */
  boolean isDone() {
    return future.isDone();
  }

  void fail(Throwable reason) {
    future.completeExceptionally(reason);
  }
}
