package io.spikelet.service.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.PoolListener;
import io.spikelet.runtime.pool.RefusedUpdate;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the pool reports, as metrics and log lines. */
@Component
public class PoolMetrics implements PoolListener {
  private static final Logger log = LoggerFactory.getLogger(PoolMetrics.class);

  private final MeterRegistry meters;

  PoolMetrics(MeterRegistry meters) {
    this.meters = meters;
    swaps("success");
    swaps("failure");
  }

  @Override
  public void queued(ModelRef ref, String operation, Duration waited) {
    Timer.builder("snn.queue.duration")
        .description("Time from asking the pool to the batch's start, loading included")
        .tag("model", ref.tagged())
        .tag("operation", operation)
        .serviceLevelObjectives(Buckets.DURATIONS)
        .register(meters)
        .record(waited);
  }

  @Override
  public void ran(ModelRef ref, String operation, int batchSize, Duration took) {
    DistributionSummary.builder("snn.batch.size")
        .description("Inputs of one call of a model")
        .tag("model", ref.tagged())
        .tag("operation", operation)
        .serviceLevelObjectives(Buckets.BATCH_SIZES)
        .register(meters)
        .record(batchSize);
  }

  @Override
  public void loaded(ModelRef ref, Duration took) {
    Timer.builder("snn.model.load.duration")
        .description("Time from the registry into memory, golden sample included")
        .tag("model", ref.tagged())
        .serviceLevelObjectives(Buckets.DURATIONS)
        .register(meters)
        .record(took);
    log.atInfo()
        .addKeyValue("model", ref)
        .addKeyValue("duration_ms", took.toMillis())
        .log("model loaded");
  }

  @Override
  public void loadFailed(ModelRef ref, Duration took, Throwable reason) {
    log.atWarn().addKeyValue("model", ref).setCause(reason).log("model could not be loaded");
  }

  @Override
  public void unloaded(ModelRef ref, Unloading reason) {
    log.atInfo().addKeyValue("model", ref).addKeyValue("reason", reason).log("model unloaded");
  }

  @Override
  public void swapped(ModelRef ref, boolean success) {
    swaps(success ? "success" : "failure").increment();
  }

  @Override
  public void refused(RefusedUpdate update) {
    log.atWarn()
        .addKeyValue("model", update.tag())
        .addKeyValue("serving", update.serving())
        .addKeyValue("refused", update.refused())
        .addKeyValue("reason", update.reason())
        .log("the tag was moved to a package that cannot be used; the one before is served");
  }

  private Counter swaps(String result) {
    return Counter.builder("snn.model.swaps")
        .description("Tags that pointed at another package and were followed")
        .tag("result", result)
        .register(meters);
  }
}
