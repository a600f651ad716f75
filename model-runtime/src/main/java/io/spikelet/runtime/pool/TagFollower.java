package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.ModelNotFoundException;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Says with which package a reference is served, and goes after tags that were moved. Asks the
 * registry, so never under the pool's lock.
 */
final class TagFollower {

  private final ModelRegistry registry;
  private final PoolLock lock;
  private final Shelf shelf;
  private final ServedTags tags;
  private final ReentrantLock following = new ReentrantLock();

  TagFollower(ModelRegistry registry, PoolLock lock, Shelf shelf, ServedTags tags) {
    this.registry = registry;
    this.lock = lock;
    this.shelf = shelf;
    this.tags = tags;
  }

  /** As {@link ModelPool#resolve}. */
  Digest resolve(ModelRef ref) {
    @Nullable Digest pinned = ref.digest();
    if (pinned != null) {
      return lock.read(() -> shelf.holds(ref, pinned)) ? pinned : registry.resolve(ref);
    }
    try {
      Digest meant = registry.resolve(ref);
      @Nullable Digest settled = lock.read(() -> tags.settled(ref, meant));
      return settled == null ? follow(ref) : settled;
    } catch (RegistryUnavailableException e) {
      @Nullable Digest served = lock.read(() -> tags.current(ref));
      if (served == null) {
        throw e;
      }
      return served;
    }
  }

  /**
   * One caller at a time, and the registry is asked again: what a caller was told before it waited
   * may be older than what was gone after meanwhile.
   */
  private Digest follow(ModelRef ref) {
    following.lock();
    try {
      Digest meant = registry.resolve(ref);
      boolean kept = keeps(ref, meant);
      Digest[] served = {meant};
      lock.atomically(
          effects -> {
            @Nullable ServedTag tag = tags.find(ref);
            if (tag == null || !kept) {
              tags.point(ref, meant, effects);
            } else {
              tags.follow(tag, meant, effects);
              served[0] = tag.current();
            }
          });
      return served[0];
    } finally {
      following.unlock();
    }
  }

  /** Whether a tag that was moved can go on with its old package while the new one is loaded. */
  private boolean keeps(ModelRef ref, Digest meant) {
    @Nullable Digest before = lock.read(() -> tags.current(ref));
    if (before == null || before.equals(meant)) {
      return true;
    }
    ModelRef old = ref.withDigest(before);
    return lock.read(() -> shelf.holds(old, before)) || (!failed(before) && inRegistry(old));
  }

  private boolean failed(Digest digest) {
    return lock.read(
        () -> {
          @Nullable Slot slot = shelf.find(digest);
          return slot != null && slot.state() instanceof ModelState.Failed;
        });
  }

  private boolean inRegistry(ModelRef pinned) {
    try {
      return registry.resolve(pinned).equals(pinned.digest());
    } catch (ModelNotFoundException | RegistryUnavailableException e) {
      return false;
    }
  }
}
