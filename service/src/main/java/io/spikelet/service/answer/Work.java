package io.spikelet.service.answer;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.model.ModelPackage;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one request made a model do.
 *
 * @param operation name of the operation, as in its path
 * @param model the package that did it
 * @param seed of the random streams; null where nothing was drawn
 * @param queued time between asking the pool and the first batch's start
 * @param activities spikes and taps of each result
 * @param times stage durations of each result
 */
public record Work(
    String operation,
    ModelPackage model,
    @Nullable Long seed,
    Duration queued,
    List<NetworkActivity> activities,
    List<StageTimes> times) {

  /** {@code esvae:mnist@sha256:...}. */
  String modelName() {
    return model.ref().toString();
  }

  /** All results as one activity: its sums are the request's. */
  NetworkActivity total() {
    List<LayerActivity> layers = activities.stream().flatMap(one -> one.layers().stream()).toList();
    return new NetworkActivity(layers);
  }

  /** Milliseconds of a stage. Results of one batch report the same stage; it counts once. */
  double milliseconds(ToLongFunction<StageTimes> stage) {
    return times.stream().distinct().mapToLong(stage).sum() / 1e6;
  }
}
