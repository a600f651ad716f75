package io.spikelet.service.serving;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the models come from and how they run.
 *
 * @param registry URI of the registry, {@code oci-layout:DIRECTORY}
 * @param eager references of the models that are loaded at the start
 * @param energyProfiles a file with further energy profiles; empty for none
 * @param energyProfile the profile of headers and JSON
 */
@ConfigurationProperties("spikelet")
record ServingSettings(
    @DefaultValue("oci-layout:models") String registry,
    @DefaultValue List<String> eager,
    @DefaultValue("") String energyProfiles,
    @DefaultValue("cmos45") String energyProfile,
    @DefaultValue Engine engine,
    @DefaultValue Pool pool) {

  /**
   * @param intraOpThreads threads inside one operator of a graph
   */
  record Engine(@DefaultValue("1") int intraOpThreads) {}

  /**
   * @param memoryBudget what loaded models may occupy together
   * @param queueCapacity inputs that may wait for one model
   * @param maxBatch inputs of one batch
   * @param maxWait how long a started batch waits for company
   * @param workers batches that run at the same time; 0 is one per core
   */
  record Pool(
      @DefaultValue("512MB") DataSize memoryBudget,
      @DefaultValue("256") int queueCapacity,
      @DefaultValue("16") int maxBatch,
      @DefaultValue("2ms") Duration maxWait,
      @DefaultValue("0") int workers) {

    int workersOrCores() {
      return workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
    }
  }
}
