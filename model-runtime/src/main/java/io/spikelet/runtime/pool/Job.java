package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One submission: its inputs and the future that is completed on every path. */
final class Job<I, O> {

  private final ModelRef ref;
  private final Operation<I, O> operation;
  private final List<I> inputs;
  private final long submitted = System.nanoTime();
  private final CompletableFuture<Pooled<O>> future = new CompletableFuture<>();
  // Written under the pool's lock, read without it by whoever completes the future.
  private volatile boolean queued;

  Job(ModelRef ref, Operation<I, O> operation, List<I> inputs) {
    this.ref = ref;
    this.operation = operation;
    this.inputs = inputs;
  }

  ModelRef ref() {
    return ref;
  }

  Operation<I, O> operation() {
    return operation;
  }

  List<I> inputs() {
    return inputs;
  }

  int size() {
    return inputs.size();
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
