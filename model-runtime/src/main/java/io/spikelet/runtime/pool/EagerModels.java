package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Loads the eager models, again and again until each was there once: a program that is not ready
 * gets no request that would try anew, so it must heal by itself when the registry appears or a
 * package is repaired.
 */
final class EagerModels {

  private final Set<ModelRef> pending;
  private final Set<ModelRef> onTheirWay = ConcurrentHashMap.newKeySet();
  private final Function<ModelRef, CompletableFuture<ModelPackage>> load;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("model-eager").factory());

  EagerModels(List<ModelRef> refs, Function<ModelRef, CompletableFuture<ModelPackage>> load) {
    this.pending = ConcurrentHashMap.newKeySet();
    this.pending.addAll(refs);
    this.load = load;
  }

  void start(Duration retryEvery) {
    if (pending.isEmpty()) {
      timer.shutdown();
    } else {
      Future<?> _ =
          timer.scheduleWithFixedDelay(
              this::attemptAll, 0, PoolLock.nanos(retryEvery), TimeUnit.NANOSECONDS);
    }
  }

  /** Those that were not loaded yet. */
  Set<ModelRef> pending() {
    return new LinkedHashSet<>(pending);
  }

  void stop() {
    timer.shutdownNow();
  }

  private void attemptAll() {
    pending.stream().filter(onTheirWay::add).forEach(this::attempt);
  }

  // Throwable: what is thrown further ends the timer for ever.
  private void attempt(ModelRef ref) {
    try {
      Future<?> _ = load.apply(ref).whenComplete((loaded, reason) -> finish(ref, reason == null));
    } catch (Throwable e) {
      Exhaustion.tell(e);
      Effects.LOG.warn("{} could not be loaded: {}", ref, e.getMessage(), e);
      onTheirWay.remove(ref);
    }
  }

  private void finish(ModelRef ref, boolean loaded) {
    onTheirWay.remove(ref);
    if (loaded) {
      pending.remove(ref);
      if (pending.isEmpty()) {
        timer.shutdown();
      }
    }
  }
}
