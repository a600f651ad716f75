package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelPackage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Jobs that run together on one model. */
final class Batch<I, O> {

  private final Slot slot;
  private final LoadedModel model;
  private final Operation<I, O> operation;
  private final List<Job<I, O>> jobs;
  private final int maxBatch;
  private final SafeListener listener;

  Batch(
      Slot slot,
      LoadedModel model,
      Operation<I, O> operation,
      List<Job<I, O>> jobs,
      int maxBatch,
      SafeListener listener) {
    this.slot = slot;
    this.model = model;
    this.operation = operation;
    this.jobs = jobs;
    this.maxBatch = maxBatch;
    this.listener = listener;
  }

  Slot slot() {
    return slot;
  }

  LoadedModel model() {
    return model;
  }

  List<Job<I, O>> jobs() {
    return jobs;
  }

  int inputs() {
    return jobs.stream().mapToInt(Job::size).sum();
  }

  /**
   * Completes every job, whatever happens. Jobs that nobody waits for are skipped.
   *
   * @return how many inputs were run
   */
  int run() {
    long start = System.nanoTime();
    try {
      List<Job<I, O>> wanted = jobs.stream().filter(job -> !job.isDone()).toList();
      wanted.forEach(job -> tellQueued(job, start));
      runTogether(wanted, start);
      return wanted.stream().mapToInt(Job::size).sum();
    } finally {
      // Only reached with open jobs if this class is wrong; a client must not wait for ever then.
      jobs.forEach(job -> job.fail(new IllegalStateException("the job was left unfinished")));
    }
  }

  // Throwable: an error in native code or a lack of memory must also reach those who wait.
  private void runTogether(List<Job<I, O>> wanted, long start) {
    if (wanted.isEmpty()) {
      return;
    }
    List<O> results;
    try {
      List<I> inputs = wanted.stream().flatMap(job -> job.inputs().stream()).toList();
      results = results(inputs);
    } catch (Throwable reason) {
      if (wanted.size() == 1) {
        wanted.getFirst().fail(reason);
      } else {
        // One by one, so that only the guilty job fails.
        wanted.stream()
            .filter(job -> !job.isDone())
            .forEach(job -> runTogether(List.of(job), start));
      }
      return;
    }
    distribute(wanted, results, start);
  }

  private void distribute(List<Job<I, O>> wanted, List<O> results, long start) {
    int batchSize = Math.min(results.size(), maxBatch);
    int from = 0;
    for (Job<I, O> job : wanted) {
      int to = from + job.size();
      ModelPackage asked = model.modelPackage().as(job.ref());
      job.future()
          .complete(new Pooled<>(asked, results.subList(from, to), waited(job, start), batchSize));
      from = to;
    }
  }

  // A job larger than a batch runs in several calls.
  private List<O> results(List<I> inputs) {
    List<O> results = new ArrayList<>(inputs.size());
    for (int from = 0; from < inputs.size(); from += maxBatch) {
      results.addAll(
          call(List.copyOf(inputs.subList(from, Math.min(from + maxBatch, inputs.size())))));
    }
    return results;
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
    listener.tell(l -> l.queued(job.ref(), operation.name(), waited(job, start)));
  }

  private Duration waited(Job<I, O> job, long start) {
    return Duration.ofNanos(start - job.submitted());
  }
}
