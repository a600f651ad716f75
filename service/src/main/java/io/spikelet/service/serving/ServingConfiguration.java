package io.spikelet.service.serving;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spikelet.runtime.energy.EnergyProfile;
import io.spikelet.runtime.energy.EnergyProfiles;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.ModelLoader;
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
    ModelPool pool =
        new ModelPool(
            registry,
            modelPackage -> ModelLoader.load(modelPackage, engine),
            poolSettings(settings),
            listener);
    Gauge.builder("snn.models.loaded", pool, ModelPool::loadedModels)
        .description("Models in memory")
        .register(meters);
    Gauge.builder("snn.model.updates.refused", pool, p -> p.refusedUpdates().size())
        .description("Tags whose package in the registry cannot be used; the one before is served")
        .register(meters);
    return pool;
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
        pool.memoryBudget().toBytes(),
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
