package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What each tag is served with. A tag that was moved is served with its old package until the new
 * one is in memory, its golden sample replayed; if that fails, for good. All but the constructor
 * under the pool's lock.
 */
final class ServedTags {

  private final PoolLock lock;
  private final Shelf shelf;
  private final Loads loads;
  private final SafeListener listener;
  private final Duration linger;
  private final Map<String, ServedTag> tags = new LinkedHashMap<>();
  private boolean stopped;

  ServedTags(PoolLock lock, Shelf shelf, Loads loads, SafeListener listener, Duration linger) {
    this.lock = lock;
    this.shelf = shelf;
    this.loads = loads;
    this.listener = listener;
    this.linger = linger;
    // A directory may have forgotten them: they could not be loaded again.
    shelf.keep(digest -> tags.values().stream().anyMatch(tag -> tag.isBehind(digest)));
  }

  /** From now on no tag that was moved is gone after. */
  void stop() {
    stopped = true;
  }

  @Nullable ServedTag find(ModelRef ref) {
    return tags.get(ref.tagged());
  }

  /** What a reference was last served with. */
  @Nullable Digest current(ModelRef ref) {
    @Nullable ServedTag tag = find(ref);
    return ref.digest() != null ? ref.digest() : tag == null ? null : tag.current();
  }

  /**
   * What a tag is served with if that is right, or right for now; null if there is something to do.
   */
  @Nullable Digest settled(ModelRef ref, Digest meant) {
    @Nullable ServedTag tag = find(ref);
    return tag != null
            && tag.settledFor(meant)
            && (tag.current().equals(meant) || shelf.holds(ref, tag.current()))
        ? tag.current()
        : null;
  }

  List<ModelRef> refs() {
    return tags.values().stream().map(ServedTag::ref).toList();
  }

  List<RefusedUpdate> refusedUpdates() {
    return tags.values().stream().map(ServedTag::refusedUpdate).filter(Objects::nonNull).toList();
  }

  /** Serves a tag with a package from now on, whether or not it is in memory. */
  void point(ModelRef ref, Digest digest, Effects effects) {
    @Nullable ServedTag tag = find(ref);
    if (tag == null) {
      tags.put(ref.tagged(), new ServedTag(ref, digest));
      return;
    }
    if (tag.current().equals(digest)) {
      return;
    }
    Slot slot = shelf.claim(ref, digest);
    if (slot.model() == null) {
      slot.swapFor(tag.ref());
    } else {
      effects.add(() -> listener.tell(l -> l.swapped(tag.ref(), true)));
    }
    serve(tag, digest, effects);
  }

  /** Brings the package that a tag was moved to into memory, beside the one that is served. */
  void follow(ServedTag tag, Digest digest, Effects effects) {
    if (tag.current().equals(digest)) {
      stay(tag, effects);
      return;
    }
    if (stopped || !tag.mayTry(digest)) {
      return;
    }
    @Nullable Digest given = tag.tried();
    tag.tryNext(digest);
    tag.forgive();
    if (given != null) {
      release(given, effects);
    }
    Slot slot = shelf.claim(tag.ref(), digest);
    CompletableFuture<ModelPackage> loaded = new CompletableFuture<>();
    Future<?> _ =
        loaded.whenComplete(
            (modelPackage, reason) ->
                lock.atomically(then -> settle(tag, digest, modelPackage, reason, then)));
    loads.await(slot, tag.ref(), loaded, effects);
  }

  /** A tag that was moved back forgets where it was meanwhile. */
  private void stay(ServedTag tag, Effects effects) {
    @Nullable Digest given = tag.tried();
    if (given == null) {
      return;
    }
    tag.serve(tag.current());
    release(given, effects);
    Slot slot = shelf.claim(tag.ref(), tag.current());
    tag.takeWaiters().forEach(waiter -> loads.await(slot, tag.ref(), waiter, effects));
  }

  private void settle(
      ServedTag tag,
      Digest digest,
      @Nullable ModelPackage modelPackage,
      @Nullable Throwable reason,
      Effects effects) {
    if (!digest.equals(tag.next())) {
      // The tag was moved on meanwhile.
      release(digest, effects);
      return;
    }
    if (reason instanceof PoolClosedException) {
      tag.serve(tag.current());
      tag.takeWaiters().forEach(waiter -> effects.add(() -> waiter.completeExceptionally(reason)));
    } else if (modelPackage != null) {
      serve(tag, digest, effects);
      effects.add(() -> listener.tell(l -> l.swapped(tag.ref(), true)));
      tag.takeWaiters().forEach(waiter -> effects.add(() -> waiter.complete(modelPackage)));
    } else {
      refuse(tag, digest, Objects.requireNonNull(reason), effects);
    }
  }

  private void refuse(ServedTag tag, Digest digest, Throwable reason, Effects effects) {
    tag.refuse(digest, reason);
    RefusedUpdate refused = Objects.requireNonNull(tag.refusedUpdate());
    effects.add(() -> listener.tell(l -> l.swapped(tag.ref(), false)));
    effects.add(() -> listener.tell(l -> l.refused(refused)));
    tag.takeWaiters().forEach(waiter -> effects.add(() -> waiter.completeExceptionally(reason)));
  }

  private void serve(ServedTag tag, Digest digest, Effects effects) {
    Digest before = tag.current();
    @Nullable Digest refused = tag.refused();
    tag.serve(digest);
    release(before, effects);
    if (refused != null) {
      release(refused, effects);
    }
  }

  /** A package that no tag means any more leaves memory, after those who were told to use it. */
  private void release(Digest digest, Effects effects) {
    if (linger.isZero()) {
      forget(digest, effects);
    } else {
      Executor later =
          CompletableFuture.delayedExecutor(PoolLock.nanos(linger), TimeUnit.NANOSECONDS);
      effects.add(() -> later.execute(() -> lock.atomically(then -> forget(digest, then))));
    }
  }

  private void forget(Digest digest, Effects effects) {
    @Nullable Slot slot = shelf.find(digest);
    if (slot != null && tags.values().stream().noneMatch(tag -> tag.means(digest))) {
      slot.replaced(true);
      shelf.tidy(slot, effects);
    }
  }
}
