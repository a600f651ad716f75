package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One tag: what it is served with, what it is to be served with next. Guarded by the pool's lock.
 */
final class ServedTag {

  // A registry comes back by itself; a bad package becomes good only when somebody mends it.
  private static final Duration RETRY_UNAVAILABLE = Duration.ofSeconds(5);
  private static final Duration RETRY_BAD = Duration.ofMinutes(5);

  private record Refusal(Digest digest, Throwable reason, long atNanos) {

    boolean bars(Digest other) {
      Duration pause =
          reason instanceof RegistryUnavailableException ? RETRY_UNAVAILABLE : RETRY_BAD;
      return digest.equals(other) && System.nanoTime() - atNanos < pause.toNanos();
    }
  }

  private final ModelRef ref;
  private final List<CompletableFuture<ModelPackage>> waiters = new ArrayList<>();
  private Digest current;
  private @Nullable Digest next;
  private @Nullable Refusal refusal;

  ServedTag(ModelRef ref, Digest current) {
    this.ref = ModelRef.of(ref.name(), ref.tag());
    this.current = current;
  }

  ModelRef ref() {
    return ref;
  }

  /** The package that it is served with. */
  Digest current() {
    return current;
  }

  /** The package that is on its way to replace it. */
  @Nullable Digest next() {
    return next;
  }

  /** The package that could not replace it. */
  @Nullable Digest refused() {
    return refusal == null ? null : refusal.digest();
  }

  /** The package that is on its way or could not replace it. */
  @Nullable Digest tried() {
    return next == null ? refused() : next;
  }

  /** Why it could not. */
  @Nullable Throwable refusal() {
    return refusal == null ? null : refusal.reason();
  }

  boolean means(Digest digest) {
    return digest.equals(current) || digest.equals(next) || digest.equals(refused());
  }

  /** Whether it is served with a package that it does not mean in the registry any more. */
  boolean isBehind(Digest digest) {
    return digest.equals(current) && (next != null || refusal != null);
  }

  /** Whether there is nothing to do about a package that the tag means. */
  boolean settledFor(Digest digest) {
    return current.equals(digest) ? next == null && refusal == null : !mayTry(digest);
  }

  /** Whether a package may be tried that the tag was moved to. */
  boolean mayTry(Digest digest) {
    return !digest.equals(next) && (refusal == null || !refusal.bars(digest));
  }

  void forgive() {
    refusal = null;
  }

  void tryNext(Digest digest) {
    next = digest;
  }

  void serve(Digest digest) {
    current = digest;
    next = null;
    refusal = null;
  }

  void refuse(Digest digest, Throwable reason) {
    next = null;
    refusal = new Refusal(digest, reason, System.nanoTime());
  }

  /** Who wants to hear how the replacement went. */
  void await(CompletableFuture<ModelPackage> waiter) {
    waiters.add(waiter);
  }

  List<CompletableFuture<ModelPackage>> takeWaiters() {
    List<CompletableFuture<ModelPackage>> taken = List.copyOf(waiters);
    waiters.clear();
    return taken;
  }

  @Nullable RefusedUpdate refusedUpdate() {
    return refusal == null
        ? null
        : new RefusedUpdate(ref, current, refusal.digest(), sentence(refusal.reason()));
  }

  /** What clients may read: without the registry's address, and without paths of libraries. */
  static String sentence(Throwable reason) {
    return switch (reason) {
      case RegistryUnavailableException away ->
          "the model registry is unavailable: " + away.reason();
      case Exception known when known.getMessage() != null -> known.getMessage();
      default -> "it could not be loaded (" + reason.getClass().getSimpleName() + ")";
    };
  }
}
