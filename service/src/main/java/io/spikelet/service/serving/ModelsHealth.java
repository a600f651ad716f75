package io.spikelet.service.serving;

import io.spikelet.runtime.pool.ModelPool;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** {@link Readiness} for the actuator, under the name {@code models}. */
@Component("models")
class ModelsHealth implements HealthIndicator {
  private final Readiness readiness;
  private final ModelPool pool;

  ModelsHealth(Readiness readiness, ModelPool pool) {
    this.readiness = readiness;
    this.pool = pool;
  }

  @Override
  public Health health() {
    String obstacle = readiness.obstacle();
    Health.Builder health =
        obstacle == null ? Health.up() : Health.outOfService().withDetail("reason", obstacle);
    return health
        .withDetail("loaded", pool.loadedModels())
        .withDetail("memory_bytes", pool.memoryBytes())
        .build();
  }
}
