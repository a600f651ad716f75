package io.spikelet.service.serving;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spikelet.runtime.energy.EnergyProfile;
import io.spikelet.runtime.energy.EnergyProfiles;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.pool.PoolListener;
import io.spikelet.runtime.pool.PoolSettings;
import io.spikelet.runtime.registry.ModelRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The runtime's parts, configured and tied together. */
@Configuration(proxyBeanMethods = false)
class ServingConfiguration {
  // Longer than a request takes from the check of its parameters to its job: its body may come
  // slowly.
  private static final Duration LINGER = Duration.ofMinutes(5);

  @Bean
  ModelRegistry registry(ServingSettings settings) {
    return ModelRegistry.open(settings.registry(), settings.access());
  }

  @Bean
  OnnxEngine engine(ServingSettings settings) {
    return new OnnxEngine(new OnnxEngine.Settings(settings.engine().intraOpThreads()));
  }

  // Closed before the engine, after the web server has finished its requests.
  @Bean
  ModelPool pool(
      ModelRegistry registry,
      OnnxEngine engine,
      ServingSettings settings,
      PoolListener listener,
      MeterRegistry meters) {
    PoolSettings poolSettings = poolSettings(settings);
    ModelPool pool = new ModelPool(registry, new EngineLoader(engine), poolSettings, listener);
    measure(pool, poolSettings, meters);
    return pool;
  }

  private static void measure(ModelPool pool, PoolSettings settings, MeterRegistry meters) {
    Gauge.builder("snn.models.loaded", pool, ModelPool::loadedModels)
        .description("Models in memory")
        .register(meters);
    Gauge.builder("snn.models.memory", pool, ModelPool::memoryBytes)
        .description("Native memory of the models in memory, by their own estimate")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("snn.models.memory.budget", settings::memoryBudgetBytes)
        .description("What models in memory may take together")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("snn.model.updates.refused", pool, p -> p.refusedUpdates().size())
        .description("Tags whose package in the registry cannot be used; the one before is served")
        .register(meters);
  }

  @Bean
  EnergyProfiles energyProfiles(ServingSettings settings) {
    return settings.energyProfiles().isBlank()
        ? EnergyProfiles.load()
        : EnergyProfiles.load(Path.of(settings.energyProfiles()));
  }

  @Bean
  EnergyProfile energyProfile(EnergyProfiles profiles, ServingSettings settings) {
    return profiles.get(settings.energyProfile());
  }

  private static PoolSettings poolSettings(ServingSettings settings) {
    ServingSettings.Pool pool = settings.pool();
    return new PoolSettings(
        ModelMemory.bytes(pool.memoryBudget()),
        pool.queueCapacity(),
        pool.maxQueueTime(),
        pool.maxBatch(),
        pool.maxWait(),
        pool.workersOrCores(),
        settings.eager().stream().map(ModelRef::parse).toList(),
        settings.watchInterval(),
        LINGER);
  }
}
