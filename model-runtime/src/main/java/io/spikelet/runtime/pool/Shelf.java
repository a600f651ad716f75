package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which packages the pool knows and which are in memory. Guarded by the pool's lock. */
final class Shelf {

  private final long budgetBytes;
  private final SafeListener listener;
  private final Map<Digest, Slot> slots = new LinkedHashMap<>();
  private Predicate<Digest> kept = digest -> false;
  private long memoryBytes;
  private long leavingBytes;
  private long reservedBytes;
  private long moments;

  Shelf(long budgetBytes, SafeListener listener) {
    this.budgetBytes = budgetBytes;
    this.listener = listener;
  }

  /** Says of which packages the memory is not to be taken for others. */
  void keep(Predicate<Digest> packages) {
    kept = packages;
  }

  Collection<Slot> slots() {
    return slots.values();
  }

  @Nullable Slot find(Digest digest) {
    return slots.get(digest);
  }

  /** Whether a pinned reference can be served without asking the registry. */
  boolean holds(ModelRef pinned, Digest digest) {
    @Nullable Slot slot = find(digest);
    return slot != null
        && slot.ref().name().equals(pinned.name())
        && (slot.model() != null || slot.state() instanceof ModelState.Loading);
  }

  /** Bytes of all models that are not closed yet. */
  long memoryBytes() {
    return memoryBytes;
  }

  /** The slot of a package that somebody asks for. */
  Slot claim(ModelRef ref, Digest digest) {
    Slot slot = slots.computeIfAbsent(digest, key -> new Slot(key, ref));
    slot.replaced(false);
    slot.used(++moments);
    return slot;
  }

  /**
   * Keeps memory free for a model that is about to be loaded. Idle models are closed for it; if
   * that does not do, busy ones, each after the batch that it runs, but none that was loaded and
   * did not have its turn yet.
   *
   * @return whether it is free now; if not, ask again when something has changed
   */
  boolean reserve(long bytes, Effects effects) {
    makeRoom(bytes, null, effects);
    while (missing(bytes) > leavingBytes && retireOldest(busyCandidates(), effects)) {
      // Those that are to leave are enough, or there are no more.
    }
    boolean free = missing(bytes) <= 0 || nothingWillLeave();
    reservedBytes += free ? bytes : 0;
    return free;
  }

  /** Gives back what was reserved. */
  void release(long bytes) {
    reservedBytes -= bytes;
  }

  /** Bytes by which the budget would be exceeded by so many more. */
  private long missing(long bytes) {
    return memoryBytes + reservedBytes + bytes - budgetBytes;
  }

  /** Only models are left that must stay. */
  private boolean nothingWillLeave() {
    return leavingBytes == 0
        && reservedBytes == 0
        && slots.values().stream()
            .allMatch(slot -> slot.model() == null || kept.test(slot.digest()));
  }

  /** Puts a loaded model into its slot and makes room for it. */
  void put(Slot slot, LoadedModel model, Effects effects) {
    memoryBytes += model.memoryBytes();
    slot.ready(model);
    slot.used(++moments);
    makeRoom(0, slot, effects);
    tidy(slot, effects);
  }

  /** A batch leaves a model. */
  void leave(Slot slot, LoadedModel model, Effects effects) {
    slot.used(++moments);
    if (model.leave()) {
      leavingBytes -= model.memoryBytes();
      close(slot, model, effects);
    }
    tidy(slot, effects);
    makeRoom(0, null, effects);
  }

  /** Takes a model out of its slot; it is closed when its last batch is done. */
  boolean retire(Slot slot, PoolListener.Unloading reason, Effects effects) {
    @Nullable LoadedModel model = slot.unload();
    if (model == null) {
      return false;
    }
    if (model.retire(reason)) {
      close(slot, model, effects);
    } else {
      leavingBytes += model.memoryBytes();
    }
    return true;
  }

  /** Forgets a package that no tag means any more, once nothing needs it. */
  void tidy(Slot slot, Effects effects) {
    if (slot.isReplaced() && slot.isIdle() && !(slot.state() instanceof ModelState.Loading)) {
      retire(slot, PoolListener.Unloading.REPLACED, effects);
      slots.remove(slot.digest());
    }
  }

  void retireAll(Effects effects) {
    for (Slot slot : slots.values()) {
      if (slot.model() != null) {
        retire(slot, PoolListener.Unloading.CLOSED, effects);
      }
    }
  }

  private void makeRoom(long bytes, @Nullable Slot keep, Effects effects) {
    while (missing(bytes) > 0
        && retireOldest(candidates().filter(slot -> slot != keep && slot.isIdle()), effects)) {
      // One after the other.
    }
  }

  private Stream<Slot> busyCandidates() {
    return candidates()
        .filter(
            slot -> {
              @Nullable LoadedModel model = slot.model();
              return model != null && model.hadItsTurn();
            });
  }

  private Stream<Slot> candidates() {
    return slots.values().stream()
        .filter(slot -> slot.model() != null && !kept.test(slot.digest()));
  }

  /** Retires the least recently used of some; false if there is none. */
  private boolean retireOldest(Stream<Slot> candidates, Effects effects) {
    return candidates
        .min(Comparator.comparingLong(Slot::lastUsed))
        .map(victim -> retire(victim, PoolListener.Unloading.EVICTED, effects))
        .orElse(false);
  }

  private void close(Slot slot, LoadedModel model, Effects effects) {
    memoryBytes -= model.memoryBytes();
    effects.add(() -> model.model().close());
    PoolListener.@Nullable Unloading reason = model.retirement();
    if (reason != null) {
      effects.add(() -> listener.tell(l -> l.unloaded(slot.ref(), reason)));
    }
  }
}
