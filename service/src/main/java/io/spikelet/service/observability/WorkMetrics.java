package io.spikelet.service.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spikelet.runtime.energy.EnergyProfile;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.spike.SynapticOperations;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Counts what models did for answered requests. Labels name models that exist, never user input.
 */
@Component
public class WorkMetrics {
  private final MeterRegistry meters;
  private final FiringRates firingRates;

  WorkMetrics(MeterRegistry meters, FiringRates firingRates) {
    this.meters = meters;
    this.firingRates = firingRates;
  }

  /**
   * One answered request.
   *
   * @param operation {@code generate}, {@code latents}, ...
   * @param activities of each result
   * @param joules of all results by the profile
   */
  public void worked(
      String operation,
      ModelRef model,
      List<NetworkActivity> activities,
      double joules,
      EnergyProfile profile) {
    String name = model.tagged();
    Counter.builder("snn.images")
        .description("Images made or read by a model")
        .tag("model", name)
        .tag("operation", operation)
        .register(meters)
        .increment(activities.size());
    Counter.builder("snn.energy.estimate")
        .description("Energy of the synaptic operations, estimated")
        .baseUnit("joules")
        .tag("model", name)
        .tag("profile", profile.name())
        .register(meters)
        .increment(joules);
    activities.forEach(activity -> ran(name, activity.operations()));
  }

  private void ran(String model, SynapticOperations operations) {
    count(model, "ac", operations.accumulates());
    count(model, "mac", operations.multiplyAccumulates());
    firingRates.record(model, operations.firingRate());
  }

  private void count(String model, String kind, long operations) {
    Counter.builder("snn.synaptic.operations")
        .description("Weights added (ac) or multiplied and added (mac)")
        .tag("model", model)
        .tag("kind", kind)
        .register(meters)
        .increment((double) operations);
  }
}
