package io.spikelet.runtime.pool;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
 * <p>Any worker serves any model. Among the lanes that are ripe (full, or waiting since {@code
 * maxWait}) it takes one of the model that has used the least processor time; a model that had
 * nothing to do does not save up. A call takes about {@link #SLICE_NANOS}, so that whoever comes
 * does not wait long for his turn.
 *
 * <p>A call of a large network cannot be interrupted. Beside the workers there are as many spare
 * ones that only take short calls, of models of which nothing runs: a light model does not wait for
 * a heavy one's call to end, the operating system shares the cores between both.
 */
final class Workers {

  static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(12);
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** A lane and the model that serves it. */
  private record Choice(Slot slot, LoadedModel model, Lane<?, ?> lane) {}

  private final PoolLock lock;
  private final Shelf shelf;
  private final PoolSettings settings;
  private final SafeListener listener;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<Batch<?, ?>> running = new HashSet<>();
  private int busy;
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
      start("model-worker-" + i, false);
      start("model-spare-" + i, true);
    }
  }

  private void start(String name, boolean spare) {
    threads.add(Thread.ofPlatform().daemon().name(name).start(() -> work(spare)));
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

  private void work(boolean spare) {
    for (Batch<?, ?> batch = next(spare); batch != null; batch = next(spare)) {
      run(batch, spare);
      // Whoever has his answer finds the model idle, not about to be.
      batch.answer();
    }
  }

  private void run(Batch<?, ?> batch, boolean spare) {
    long start = processorNanos();
    int inputs = 0;
    try {
      inputs = batch.run();
    } catch (RuntimeException e) {
      // A worker must outlive whatever the batch threw beside its jobs' failures.
      Effects.LOG.warn("A batch failed: {}", e.getMessage(), e);
    } finally {
      release(batch, processorNanos() - start, inputs, spare);
    }
  }

  /** Of this thread: with more threads than cores the time on the wall says little. */
  private static long processorNanos() {
    return THREADS.isCurrentThreadCpuTimeSupported()
        ? THREADS.getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  private @Nullable Batch<?, ?> next(boolean spare) {
    return lock.read(
        () -> {
          while (!stopped) {
            @Nullable Choice best = null;
            long wait = PoolLock.FOREVER;
            long now = System.nanoTime();
            // The spare ones are for when all others are at it.
            boolean needed = !spare || busy >= settings.workers();
            for (Choice choice : needed ? choices(spare) : List.<Choice>of()) {
              long untilRipe = untilRipe(choice.lane(), now);
              wait = Math.min(wait, untilRipe);
              if (untilRipe <= 0 && (best == null || isBefore(choice, best))) {
                best = choice;
              }
            }
            if (best != null) {
              busy += spare ? 0 : 1;
              return take(best.slot(), best.model(), best.lane());
            }
            lock.awaitChange(wait);
          }
          return null;
        });
  }

  private static boolean isBefore(Choice some, Choice other) {
    long ahead = some.slot().usedNanos() - other.slot().usedNanos();
    return ahead == 0 ? some.lane().oldest() - other.lane().oldest() < 0 : ahead < 0;
  }

  private static boolean isShort(Slot slot, Lane<?, ?> lane) {
    return slot.running() == 0
        && lane.time().isMeasured()
        && lane.time().nanosPerInput() <= SHORT_NANOS;
  }

  private List<Choice> choices(boolean spare) {
    List<Choice> choices = new ArrayList<>();
    for (Slot slot : shelf.slots()) {
      @Nullable LoadedModel model = slot.model();
      if (model != null) {
        slot.lanes().stream()
            .filter(lane -> !spare || isShort(slot, lane))
            .forEach(lane -> choices.add(new Choice(slot, model, lane)));
      }
    }
    return choices;
  }

  private long untilRipe(Lane<?, ?> lane, long now) {
    return hurrying || lane.inputs() >= most(lane)
        ? 0
        : lane.oldest() + PoolLock.nanos(settings.maxWait()) - now;
  }

  /** Inputs of one call. */
  private int most(Lane<?, ?> lane) {
    ServiceTime time = lane.time();
    return time.isMeasured()
        ? Math.clamp((long) (SLICE_NANOS / time.nanosPerInput()), 1, settings.maxBatch())
        : settings.maxBatch();
  }

  private <I, O> Batch<I, O> take(Slot slot, LoadedModel model, Lane<I, O> lane) {
    List<Slice<I, O>> slices = slot.take(lane, most(lane));
    Batch<I, O> batch = new Batch<>(slot, model, lane.operation(), slices, listener);
    model.enter();
    slot.started(batch.inputs());
    running.add(batch);
    return batch;
  }

  private void release(Batch<?, ?> batch, long nanos, int inputs, boolean spare) {
    lock.atomically(
        effects -> {
          Slot slot = batch.slot();
          running.remove(batch);
          busy -= spare ? 0 : 1;
          slot.finished(batch.inputs());
          if (inputs > 0) {
            slot.time(batch.operation()).record(nanos, inputs);
            slot.used(nanos);
          }
          shelf.leave(slot, batch.model(), effects);
        });
  }
}
