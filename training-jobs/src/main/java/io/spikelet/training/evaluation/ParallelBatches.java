package io.spikelet.training.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs work over {@code 0 .. total-1} in batches on several threads. */
final class ParallelBatches {

  private final EvaluationSettings settings;
  private final EvaluationListener listener;

  /** Work on the images {@code from .. to-1}; called by several threads. */
  @FunctionalInterface
  interface Work {
    void run(int from, int to);
  }

  ParallelBatches(EvaluationSettings settings, EvaluationListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Returns when all is done. The first failure ends the work and is thrown as it is.
   *
   * @throws EvaluationInterruptedException if the calling thread is interrupted
   */
  void run(String stage, int total, Work work) {
    run(stage, total, settings.batch(), work);
  }

  /** As above, with batches of a size that the work depends on. */
  void run(String stage, int total, int batch, Work work) {
    Progress progress = new Progress(stage, total);
    ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
    try {
      List<Future<?>> batches = new ArrayList<>();
      for (int from = 0; from < total; from += batch) {
        int first = from;
        int end = Math.min(total, from + batch);
        batches.add(
            threads.submit(
                () -> {
                  work.run(first, end);
                  progress.done(end - first);
                }));
      }
      for (Future<?> future : batches) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EvaluationInterruptedException(stage);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }

  private final class Progress {
    private final String stage;
    private final int total;
    private int done;

    Progress(String stage, int total) {
      this.stage = stage;
      this.total = total;
    }

    synchronized void done(int images) {
      done += images;
      listener.progress(stage, done, total);
    }
  }
}
