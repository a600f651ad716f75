package io.spikelet.runtime.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run batches. Platform threads: inference is native code, which would pin a
 * virtual thread's carrier for its whole run and so take from the threads that serve requests.
 *
 * <p>Any worker serves any model. It takes the lane whose oldest job has waited longest among those
 * that are ripe: full, or waiting since {@code maxWait}. Waiting for a batch to fill therefore
 * occupies no worker, and a model with many jobs does not starve one with few.
 */
final class Workers {

  private static final long FOREVER = TimeUnit.HOURS.toNanos(1);

  /** A lane and the model that serves it. */
  private record Choice(Slot slot, LoadedModel model, Lane<?, ?> lane) {}

  private final PoolLock lock;
  private final Shelf shelf;
  private final PoolSettings settings;
  private final SafeListener listener;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<Batch<?, ?>> running = new HashSet<>();
  private boolean hurrying;
  private boolean stopped;

  Workers(PoolLock lock, Shelf shelf, PoolSettings settings, SafeListener listener) {
    this.lock = lock;
    this.shelf = shelf;
    this.settings = settings;
    this.listener = listener;
  }

  void start() {
    for (int i = 0; i < settings.workers(); i++) {
      threads.add(Thread.ofPlatform().daemon().name("model-worker-" + i).start(this::work));
    }
  }

  /** From now on no batch waits to be filled. Under the lock. */
  void hurry() {
    hurrying = true;
  }

  /** No more batches are taken. Under the lock. */
  void stop() {
    stopped = true;
  }

  /** The batches that run now. Under the lock. */
  List<Batch<?, ?>> running() {
    return List.copyOf(running);
  }

  /** Waits for the threads to end, which they do after their present batch. */
  void join(Duration timeout) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(timeout);
    }
  }

  private void work() {
    for (Batch<?, ?> batch = next(); batch != null; batch = next()) {
      long start = System.nanoTime();
      int inputs = 0;
      try {
        inputs = batch.run();
      } catch (RuntimeException e) {
        // The batch has completed its jobs; a worker must outlive whatever else it threw.
        Effects.LOG.warn("A batch failed: {}", e.getMessage(), e);
      } finally {
        release(batch, System.nanoTime() - start, inputs);
      }
    }
  }

  private @Nullable Batch<?, ?> next() {
    return lock.read(
        () -> {
          while (!stopped) {
            @Nullable Choice oldest = null;
            long wait = FOREVER;
            long now = System.nanoTime();
            for (Choice choice : choices()) {
              long untilRipe = untilRipe(choice.lane(), now);
              wait = Math.min(wait, untilRipe);
              if (untilRipe <= 0
                  && (oldest == null || choice.lane().oldest() - oldest.lane().oldest() < 0)) {
                oldest = choice;
              }
            }
            if (oldest != null) {
              return take(oldest.slot(), oldest.model(), oldest.lane());
            }
            lock.awaitChange(wait);
          }
          return null;
        });
  }

  private List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    for (Slot slot : shelf.slots()) {
      @Nullable LoadedModel model = slot.model();
      if (model != null) {
        slot.lanes().forEach(lane -> choices.add(new Choice(slot, model, lane)));
      }
    }
    return choices;
  }

  private long untilRipe(Lane<?, ?> lane, long now) {
    return hurrying || lane.inputs() >= settings.maxBatch()
        ? 0
        : lane.oldest() + PoolLock.nanos(settings.maxWait()) - now;
  }

  private <I, O> Batch<I, O> take(Slot slot, LoadedModel model, Lane<I, O> lane) {
    List<Job<I, O>> jobs = slot.take(lane, settings.maxBatch());
    Batch<I, O> batch =
        new Batch<>(slot, model, lane.operation(), jobs, settings.maxBatch(), listener);
    model.enter();
    slot.started(batch.inputs());
    running.add(batch);
    return batch;
  }

  private void release(Batch<?, ?> batch, long nanos, int inputs) {
    lock.atomically(
        effects -> {
          Slot slot = batch.slot();
          running.remove(batch);
          slot.finished(batch.inputs());
          if (inputs > 0) {
            slot.serviceTime().record(nanos, inputs);
          }
          shelf.leave(slot, batch.model(), effects);
        });
  }
}
