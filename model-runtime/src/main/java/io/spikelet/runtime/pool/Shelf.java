package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which packages the pool knows and which are in memory. Guarded by the pool's lock. */
final class Shelf {

  private final long budgetBytes;
  private final SafeListener listener;
  private final Map<Digest, Slot> slots = new LinkedHashMap<>();
  private Predicate<Digest> kept = digest -> false;
  private long memoryBytes;
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

  /** Puts a loaded model into its slot and makes room for it. */
  void put(Slot slot, LoadedModel model, Effects effects) {
    memoryBytes += model.memoryBytes();
    slot.ready(model);
    slot.used(++moments);
    makeRoom(slot, effects);
    tidy(slot, effects);
  }

  /** A batch leaves a model. */
  void leave(Slot slot, LoadedModel model, Effects effects) {
    slot.used(++moments);
    if (model.leave()) {
      close(slot, model, effects);
    }
    tidy(slot, effects);
    makeRoom(null, effects);
  }

  /** Takes a model out of its slot; it is closed when its last batch is done. */
  boolean retire(Slot slot, PoolListener.Unloading reason, Effects effects) {
    @Nullable LoadedModel model = slot.unload();
    if (model == null) {
      return false;
    }
    if (model.retire(reason)) {
      close(slot, model, effects);
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

  private void makeRoom(@Nullable Slot keep, Effects effects) {
    while (memoryBytes > budgetBytes) {
      Optional<Slot> victim =
          candidates(keep).stream().min(Comparator.comparingLong(Slot::lastUsed));
      if (victim.isEmpty()) {
        return;
      }
      retire(victim.get(), PoolListener.Unloading.EVICTED, effects);
    }
  }

  private List<Slot> candidates(@Nullable Slot keep) {
    List<Slot> candidates = new ArrayList<>();
    for (Slot slot : slots.values()) {
      if (slot != keep && slot.isIdle() && slot.model() != null && !kept.test(slot.digest())) {
        candidates.add(slot);
      }
    }
    return candidates;
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
