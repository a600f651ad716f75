package io.spikelet.service.serving;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.registry.ModelRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

  private final ModelRegistry registry;
  private final ModelPool pool;
  private final Map<Digest, PackageInfo> known =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, PackageInfo> eldest) {
          return size() > KEPT;
        }
      };

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
    if (info == null) {
      // Outside the lock: a slow disk must not stop the requests for other models.
      info = PackageInfo.of(read(ref.withDigest(digest)));
      keep(info);
    }
    return info.as(ref);
  }

  /** Where a tag was moved on, the registry may not have the package any more that is served. */
  private ModelPackage read(ModelRef pinned) {
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
