package io.spikelet.service.serving;

import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether requests can be served: the registry was read once, and the eager models are loaded. What
 * is loaded goes on working when the registry vanishes, so that does not take readiness away.
 */
@Component
public class Readiness {
  private final ModelRegistry registry;
  private final ModelPool pool;
  // Whoever loaded them has read the registry: one that cannot list what it has is no obstacle.
  private final boolean eager;
  private final AtomicBoolean registryRead = new AtomicBoolean();

  Readiness(ModelRegistry registry, ModelPool pool, ServingSettings settings) {
    this.registry = registry;
    this.pool = pool;
    this.eager = !settings.eager().isEmpty();
  }

  /** Why the service is not ready, a sentence without any path; null if it is. */
  public @Nullable String obstacle() {
    Set<ModelRef> pending = pool.pendingEager();
    if (!registryRead.get() && (!eager || !pending.isEmpty())) {
      try {
        registry.list();
        registryRead.set(true);
      } catch (RegistryUnavailableException e) {
        return "the model registry is unavailable: " + e.reason();
      }
    }
    return pending.isEmpty() ? null : "not loaded yet: " + pending;
  }
}
