package io.spikelet.service.serving;

import io.spikelet.runtime.registry.RegistryAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the models come from and how they run.
 *
 * @param registry URI of the registry: {@code oci-layout:DIRECTORY}, {@code oci://HOST/PREFIX} or,
 *     for plain HTTP, {@code oci+http://HOST/PREFIX}
 * @param cache directory for what was pulled from a registry that is not a directory; empty for
 *     {@code .cache/spikelet} in the home directory
 * @param models names of the models to list, for a registry without a catalogue
 * @param watchInterval how often the registry is asked what the served tags mean; zero is never
 * @param eager references of the models that are loaded at the start
 * @param energyProfiles a file with further energy profiles; empty for none
 * @param energyProfile the profile of headers and JSON
 */
@ConfigurationProperties("spikelet")
record ServingSettings(
    @DefaultValue("oci-layout:models") String registry,
    @DefaultValue("") String cache,
    @DefaultValue List<String> models,
    @DefaultValue("30s") Duration watchInterval,
    @DefaultValue List<String> eager,
    @DefaultValue("") String energyProfiles,
    @DefaultValue("cmos45") String energyProfile,
    @DefaultValue Engine engine,
    @DefaultValue Pool pool) {

  RegistryAccess access() {
    return new RegistryAccess(
        cache.isBlank() ? RegistryAccess.defaultCache() : Path.of(cache),
        models,
        RegistryAccess.logins(System.getenv()));
  }

  /**
   * @param intraOpThreads threads inside one operator of a graph
   */
  record Engine(@DefaultValue("1") int intraOpThreads) {}

  /**
   * @param memoryBudget what loaded models may occupy together; 0 is what the machine or the
   *     container has beside the heap and the process itself, at most a gigabyte
   * @param queueCapacity inputs that may wait for one model, whatever they take
   * @param maxQueueTime predicted time that the inputs waiting for one model may take
   * @param maxBatch inputs of one batch
   * @param maxWait how long a started batch waits for company
   * @param workers batches that run at the same time; 0 is one per core
   */
  record Pool(
      @DefaultValue("0B") DataSize memoryBudget,
      @DefaultValue("4096") int queueCapacity,
      @DefaultValue("10s") Duration maxQueueTime,
      @DefaultValue("16") int maxBatch,
      @DefaultValue("2ms") Duration maxWait,
      @DefaultValue("0") int workers) {

    int workersOrCores() {
      return workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
    }
  }
}
