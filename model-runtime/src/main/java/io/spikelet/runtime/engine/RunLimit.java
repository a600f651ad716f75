package io.spikelet.runtime.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time that all graphs together may take which one piece of work runs on its thread. At its end
 * the run that is under way is stopped inside the native library, which looks for that between two
 * operators and in every round of a loop; no further one begins, so that loops of ours end too.
 */
final class RunLimit {

  private static final Logger LOG = LoggerFactory.getLogger(RunLimit.class);
  private static final ScopedValue<RunLimit> BOUND = ScopedValue.newInstance();
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Duration limit;
  private final Set<RunOptions> running = new HashSet<>();
  private boolean over;

  private RunLimit(Duration limit) {
    this.limit = limit;
  }

  /**
   * Does the work under a limit.
   *
   * @throws EngineException by a graph that runs at the limit, or would begin to after it
   */
  static <T> T within(Duration limit, Supplier<T> work) {
    RunLimit bound = new RunLimit(limit);
    ScheduledFuture<?> end = WATCH.schedule(bound::end, limit.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return ScopedValue.where(BOUND, bound).call(work::get);
    } finally {
      end.cancel(false);
    }
  }

  /** The limit of the work that this thread does; null if it has none. */
  static @Nullable RunLimit current() {
    return BOUND.isBound() ? BOUND.get() : null;
  }

  interface Run<T> {
    T with(RunOptions options) throws OrtException;
  }

  /** Runs a graph that the limit stops. */
  <T> T run(Run<T> run) throws OrtException {
    try (RunOptions options = new RunOptions()) {
      begin(options);
      try {
        return run.with(options);
      } catch (OrtException e) {
        if (isOver()) {
          throw exceeded(e);
        }
        throw e;
      } finally {
        finish(options);
      }
    }
  }

  private synchronized void begin(RunOptions options) {
    if (over) {
      throw new EngineException(sentence());
    }
    running.add(options);
  }

  // Under the lock, like the end: the options' native memory must not vanish under it.
  private synchronized void finish(RunOptions options) {
    running.remove(options);
  }

  private synchronized boolean isOver() {
    return over;
  }

  private synchronized void end() {
    over = true;
    for (RunOptions options : running) {
      try {
        options.setTerminate(true);
      } catch (OrtException e) {
        LOG.warn("a graph that runs too long could not be stopped", e);
      }
    }
  }

  private EngineException exceeded(OrtException cause) {
    EngineException exceeded = new EngineException(sentence());
    exceeded.addSuppressed(cause);
    return exceeded;
  }

  private String sentence() {
    return "it took longer than %s s to load".formatted(seconds());
  }

  private String seconds() {
    return limit.toMillis() % 1_000 == 0
        ? Long.toString(limit.toSeconds())
        : Double.toString(limit.toMillis() / 1e3);
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("run-limit").factory());
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }
}
