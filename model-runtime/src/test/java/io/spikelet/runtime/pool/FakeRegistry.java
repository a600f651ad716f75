package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ExampleModels;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.ModelNotFoundException;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.PackageContents;
import io.spikelet.runtime.registry.RegistryEntry;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Tags in a map; a package's digest is that of its content's name. */
final class FakeRegistry implements ModelRegistry {

  private final Map<String, Digest> tags = new ConcurrentHashMap<>();
  private final AtomicInteger pulls = new AtomicInteger();
  private volatile boolean away;

  /** Points a tag at the package of a content. */
  Digest tag(String ref, String content) {
    Digest digest = digest(content);
    tags.put(ModelRef.parse(ref).tagged(), digest);
    return digest;
  }

  void untag(String ref) {
    tags.remove(ModelRef.parse(ref).tagged());
  }

  /** Lets it answer nothing. */
  void away(boolean now) {
    away = now;
  }

  static Digest digest(String content) {
    return Digest.of(ExampleModels.bytes(content));
  }

  int pulls() {
    return pulls.get();
  }

  @Override
  public Digest resolve(ModelRef ref) {
    if (away) {
      throw new RegistryUnavailableException("fake", "away", null);
    }
    Digest digest = ref.digest() == null ? tags.get(ref.tagged()) : ref.digest();
    if (digest == null || (ref.digest() != null && !tags.containsValue(digest))) {
      throw new ModelNotFoundException(ref, List.copyOf(tags.keySet()));
    }
    return digest;
  }

  @Override
  public ModelPackage pull(ModelRef ref) {
    pulls.incrementAndGet();
    return ModelPackage.of(ref, resolve(ref), ExampleModels.spec(), Map.of());
  }

  @Override
  public List<RegistryEntry> list() {
    throw new UnsupportedOperationException();
  }

  @Override
  public PackageContents contents(ModelRef ref) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void store(PackageContents contents, List<ModelRef> refs) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void refresh(ModelRef ref) {
    resolve(ref);
  }
}
