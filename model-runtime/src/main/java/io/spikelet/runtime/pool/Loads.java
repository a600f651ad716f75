package io.spikelet.runtime.pool;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.ModelRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings models into memory, each on a thread of its own, so that a load that is slow or hangs
 * holds up no other model. Who asks for a model that is on its way waits for the same load.
 */
final class Loads {

  /** What to do with a job whose model could not be loaded. */
  interface Unserved {
    void accept(Job<?, ?> job, Digest digest, Throwable reason);
  }

  private final PoolLock lock;
  private final Shelf shelf;
  private final ModelRegistry registry;
  private final Loader loader;
  private final long budgetBytes;
  private final SafeListener listener;
  private final Unserved unserved;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("model-load-", 0).factory());
  // Whoever needs much memory must not wait for ever behind those that need little.
  private final ArrayDeque<Slot> waitingForMemory = new ArrayDeque<>();
  private boolean stopped;

  Loads(
      PoolLock lock,
      Shelf shelf,
      ModelRegistry registry,
      Loader loader,
      long budgetBytes,
      SafeListener listener,
      Unserved unserved) {
    this.lock = lock;
    this.shelf = shelf;
    this.registry = registry;
    this.loader = loader;
    this.budgetBytes = budgetBytes;
    this.listener = listener;
    this.unserved = unserved;
  }

  /** Starts a load unless the model is there or on its way. Under the lock. */
  void ensure(Slot slot, ModelRef ref, Effects effects) {
    if (slot.needsLoad()) {
      slot.loading();
      effects.add(() -> start(slot, ref));
    }
  }

  /** Tells a waiter of the model when it is in memory; starts a load if needed. Under the lock. */
  void await(Slot slot, ModelRef ref, CompletableFuture<ModelPackage> waiter, Effects effects) {
    @Nullable LoadedModel model = slot.model();
    if (model == null) {
      slot.waitForLoad(waiter);
      ensure(slot, ref, effects);
    } else {
      effects.add(() -> waiter.complete(model.modelPackage()));
    }
  }

  /** Loads that end from now on are thrown away. Under the lock. */
  void stop() {
    stopped = true;
    threads.shutdown();
  }

  /** Waits for the threads to end, which they do after their present load. */
  void join(Duration timeout) throws InterruptedException {
    if (!threads.awaitTermination(PoolLock.nanos(timeout), TimeUnit.NANOSECONDS)) {
      Effects.LOG.warn("A model is still being loaded; it is closed as soon as it is there.");
    }
  }

  // Throwable, here and below: whatever goes wrong, the slot must not stay in LOADING.
  private void start(Slot slot, ModelRef ref) {
    try {
      threads.execute(() -> load(slot, ref));
    } catch (Throwable reason) {
      Exhaustion.tell(reason);
      fail(slot, Duration.ZERO, reason);
    }
  }

  private void load(Slot slot, ModelRef ref) {
    long start = System.nanoTime();
    try {
      ModelPackage modelPackage = registry.pull(ref.withDigest(slot.digest()));
      long expected = fitting(modelPackage, loader.memoryBytes(modelPackage));
      reserve(slot, expected);
      load(slot, modelPackage, expected, start);
    } catch (Throwable reason) {
      Exhaustion.tell(reason);
      fail(slot, since(start), reason);
    }
  }

  private void load(Slot slot, ModelPackage modelPackage, long reserved, long start) {
    LoadedModel loaded;
    try {
      loaded = fitting(modelPackage, loader.load(modelPackage));
    } catch (Throwable reason) {
      lock.atomically(_ -> shelf.release(reserved));
      throw reason;
    }
    finish(slot, loaded, reserved, since(start));
  }

  private long fitting(ModelPackage modelPackage, long needed) {
    if (needed > budgetBytes) {
      throw new ModelTooLargeException(modelPackage.ref(), needed, budgetBytes);
    }
    return needed;
  }

  private LoadedModel fitting(ModelPackage modelPackage, ImageModel model) {
    try {
      return new LoadedModel(model, modelPackage, fitting(modelPackage, model.memoryBytes()));
    } catch (ModelTooLargeException tooLarge) {
      model.close();
      throw tooLarge;
    }
  }

  /** Waits for memory. Models that are closed for it and have jobs come after this one. */
  private void reserve(Slot slot, long bytes) {
    lock.atomically(_ -> waitingForMemory.addLast(slot));
    lock.until(
        effects -> {
          if (stopped) {
            throw new PoolClosedException();
          }
          if (waitingForMemory.peekFirst() != slot) {
            return false;
          }
          boolean reserved = shelf.reserve(bytes, effects);
          loadAgain(effects);
          if (reserved) {
            waitingForMemory.removeFirst();
          }
          return reserved;
        });
  }

  private void loadAgain(Effects effects) {
    shelf.slots().stream()
        .filter(slot -> slot.pending() > 0)
        .forEach(slot -> ensure(slot, slot.ref(), effects));
  }

  private void finish(Slot slot, LoadedModel loaded, long reserved, Duration took) {
    lock.atomically(
        effects -> {
          shelf.release(reserved);
          if (stopped) {
            slot.failed(new PoolClosedException());
            effects.add(() -> loaded.model().close());
            return;
          }
          slot.takeLoadWaiters()
              .forEach(waiter -> effects.add(() -> waiter.complete(loaded.modelPackage())));
          effects.add(() -> listener.tell(l -> l.loaded(slot.ref(), took)));
          tellSwapped(slot, true, effects);
          shelf.put(slot, loaded, effects);
        });
  }

  private void fail(Slot slot, Duration took, Throwable reason) {
    lock.atomically(
        effects -> {
          slot.failed(reason);
          slot.takeLoadWaiters()
              .forEach(waiter -> effects.add(() -> waiter.completeExceptionally(reason)));
          for (Job<?, ?> job : slot.drain()) {
            effects.add(() -> unserved.accept(job, slot.digest(), reason));
          }
          effects.add(() -> listener.tell(l -> l.loadFailed(slot.ref(), took, reason)));
          tellSwapped(slot, false, effects);
          shelf.tidy(slot, effects);
        });
  }

  private void tellSwapped(Slot slot, boolean success, Effects effects) {
    @Nullable ModelRef tag = slot.takeSwappedTag();
    if (tag != null) {
      effects.add(() -> listener.tell(l -> l.swapped(tag, success)));
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
