package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.ModelNotFoundException;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks the registry again and again what the served tags mean, so that a moved one is followed
 * without waiting for a request. The first time comes at random, so that many replicas that were
 * started together do not ask together.
 */
final class TagWatch {

  private final ModelRegistry registry;
  private final Supplier<List<ModelRef>> tags;
  private final Consumer<ModelRef> look;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("model-watch").factory());
  private boolean away;

  /**
   * @param tags those to watch
   * @param look what to do with each after the registry was asked
   */
  TagWatch(ModelRegistry registry, Supplier<List<ModelRef>> tags, Consumer<ModelRef> look) {
    this.registry = registry;
    this.tags = tags;
    this.look = look;
  }

  /** Starts; zero is never. */
  void start(Duration interval) {
    if (interval.isZero()) {
      timer.shutdown();
      return;
    }
    long nanos = PoolLock.nanos(interval);
    Future<?> _ =
        timer.scheduleWithFixedDelay(
            this::lookAtAll,
            ThreadLocalRandom.current().nextLong(nanos) + 1,
            nanos,
            TimeUnit.NANOSECONDS);
  }

  void stop() {
    timer.shutdownNow();
  }

  private void lookAtAll() {
    // Throwable, here and below: what is thrown further ends the timer for ever.
    try {
      for (ModelRef ref : tags.get()) {
        if (!lookAt(ref)) {
          return;
        }
      }
      away = false;
    } catch (Throwable e) {
      Exhaustion.tell(e);
      Effects.LOG.warn("Tags could not be watched: {}", e.getMessage(), e);
    }
  }

  /** Whether it is worth while to look at others: not if the registry is away. */
  private boolean lookAt(ModelRef ref) {
    try {
      registry.refresh(ref);
      look.accept(ref);
    } catch (ModelNotFoundException removed) {
      // Requests for it will say so; what is in memory leaves it when others need its place.
      Effects.LOG.debug("{} was removed from the registry", ref);
    } catch (RegistryUnavailableException e) {
      // Once for each time that it goes away: the rest would say the same.
      if (!e.isAway() || !away) {
        Effects.LOG.warn("{} cannot be watched: {}", ref, e.getMessage());
      }
      away = e.isAway();
      return !away;
    } catch (Throwable e) {
      Exhaustion.tell(e);
      Effects.LOG.warn("{} could not be watched: {}", ref, e.getMessage(), e);
    }
    return true;
  }
}
