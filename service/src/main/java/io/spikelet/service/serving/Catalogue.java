package io.spikelet.service.serving;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.registry.ModelRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What packages say of themselves, without loading them: asked for before every request, so kept by
 * digest, of which nothing ever changes.
 */
@Component
public class Catalogue {
  // Far more than a registry holds; only so that moving tags cannot fill the memory.
  private static final int KEPT = 64;
  private static final String PINNED = "pinned";

  private final ModelRegistry registry;
  private final ModelPool pool;
  private final Map<Digest, PackageInfo> known =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, PackageInfo> eldest) {
          return size() > KEPT;
        }
      };

  private final Map<Digest, CompletableFuture<PackageInfo>> reading = new ConcurrentHashMap<>();

  Catalogue(ModelRegistry registry, ModelPool pool) {
    this.registry = registry;
    this.pool = pool;
  }

  /**
   * What the package is that a reference is served with now.
   *
   * @throws io.spikelet.runtime.registry.ModelNotFoundException if there is none
   * @throws io.spikelet.runtime.registry.DamagedPackageException if a byte of it is wrong
   * @throws io.spikelet.runtime.registry.RegistryUnavailableException if the registry is not there
   */
  public PackageInfo find(ModelRef ref) {
    Digest digest = pool.resolve(ref);
    PackageInfo info = known(digest);
    return (info == null ? read(ref.withDigest(digest)) : info).as(named(ref));
  }

  /**
   * Where a client gives a digest its tag is any text: as a label of metrics each would be kept for
   * ever.
   */
  private ModelRef named(ModelRef ref) {
    return ref.digest() == null || pool.isServed(ref) ? ref : ModelRef.of(ref.name(), PINNED);
  }

  /** Once for all who ask at the same time, and outside the lock: a registry may be slow. */
  private PackageInfo read(ModelRef pinned) {
    Digest digest = Objects.requireNonNull(pinned.digest());
    CompletableFuture<PackageInfo> own = new CompletableFuture<>();
    CompletableFuture<PackageInfo> first = reading.putIfAbsent(digest, own);
    if (first != null) {
      return joined(first);
    }
    try {
      PackageInfo info = PackageInfo.of(pulled(pinned));
      keep(info);
      own.complete(info);
      return info;
    } catch (RuntimeException | Error e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      reading.remove(digest);
    }
  }

  private static PackageInfo joined(CompletableFuture<PackageInfo> first) {
    try {
      return first.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }

  /** Where a tag was moved on, the registry may not have the package any more that is served. */
  private ModelPackage pulled(ModelRef pinned) {
    ModelPackage inMemory = pool.inMemory(Objects.requireNonNull(pinned.digest()));
    return inMemory == null ? registry.pull(pinned) : inMemory;
  }

  private synchronized @Nullable PackageInfo known(Digest digest) {
    return known.get(digest);
  }

  private synchronized void keep(PackageInfo info) {
    known.put(info.digest(), info);
  }
}
