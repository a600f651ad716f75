package io.spikelet.runtime.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Slices of jobs that run together on one model, in one call. */
final class Batch<I, O> {

  private final Slot slot;
  private final LoadedModel model;
  private final Operation<I, O> operation;
  private final List<Slice<I, O>> slices;
  private final SafeListener listener;
  private final List<Runnable> answers = new ArrayList<>();

  Batch(
      Slot slot,
      LoadedModel model,
      Operation<I, O> operation,
      List<Slice<I, O>> slices,
      SafeListener listener) {
    this.slot = slot;
    this.model = model;
    this.operation = operation;
    this.slices = slices;
    this.listener = listener;
  }

  Slot slot() {
    return slot;
  }

  LoadedModel model() {
    return model;
  }

  Operation<I, O> operation() {
    return operation;
  }

  List<Job<I, O>> jobs() {
    return slices.stream().map(Slice::job).toList();
  }

  int inputs() {
    return slices.stream().mapToInt(Slice::size).sum();
  }

  /**
   * Runs its slices; a job whose last one it is, or that fails, is completed by {@link #answer}.
   * Those of jobs that nobody waits for are skipped.
   *
   * @return how many inputs were run
   */
  int run() {
    long start = System.nanoTime();
    List<Slice<I, O>> wanted = slices.stream().filter(slice -> !slice.job().isDone()).toList();
    wanted.forEach(slice -> tellQueued(slice.job(), start));
    runTogether(wanted);
    return wanted.stream().mapToInt(Slice::size).sum();
  }

  /** Completes the jobs that the run brought to an end. */
  void answer() {
    answers.forEach(Runnable::run);
  }

  // Throwable: an error in native code or a lack of memory must also reach those who wait.
  private void runTogether(List<Slice<I, O>> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    List<O> results;
    try {
      results = call(wanted.stream().flatMap(slice -> slice.inputs().stream()).toList());
    } catch (Throwable reason) {
      Exhaustion.tell(reason);
      failed(wanted, reason);
      return;
    }
    distribute(wanted, results);
  }

  /** One by one, so that only the failing job fails. */
  private void failed(List<Slice<I, O>> wanted, Throwable reason) {
    if (wanted.size() == 1) {
      Job<I, O> job = wanted.getFirst().job();
      answers.add(() -> job.fail(reason));
    } else {
      wanted.stream()
          .filter(slice -> !slice.job().isDone())
          .forEach(slice -> runTogether(List.of(slice)));
    }
  }

  private void distribute(List<Slice<I, O>> wanted, List<O> results) {
    int from = 0;
    for (Slice<I, O> slice : wanted) {
      int to = from + slice.size();
      Job<I, O> job = slice.job();
      if (job.put(slice.from(), results.subList(from, to), results.size())) {
        answers.add(() -> job.complete(model.modelPackage().as(job.ref())));
      }
      from = to;
    }
  }

  private List<O> call(List<I> inputs) {
    long start = System.nanoTime();
    try {
      List<O> results = operation.run().apply(model.model(), inputs);
      if (results.size() != inputs.size()) {
        throw new IllegalStateException(
            "%s of %s gave %d results for %d inputs"
                .formatted(operation.name(), slot.ref(), results.size(), inputs.size()));
      }
      return results;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      listener.tell(l -> l.ran(slot.ref(), operation.name(), inputs.size(), took));
    }
  }

  private void tellQueued(Job<I, O> job, long start) {
    if (job.starts(start)) {
      listener.tell(l -> l.queued(job.ref(), operation.name(), job.queuedFor()));
    }
  }
}
