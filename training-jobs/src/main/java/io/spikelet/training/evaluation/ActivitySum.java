package io.spikelet.training.evaluation;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.spike.SynapticOperations;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up what images caused. Whole numbers, so the order of adding has no influence. */
final class ActivitySum {

  private final Map<LayerSpec, Long> spikes = new LinkedHashMap<>();
  private SynapticOperations operations = SynapticOperations.NONE;
  private long annMultiplyAccumulates;
  private int images;

  synchronized void add(NetworkActivity activity) {
    images++;
    operations = operations.plus(activity.operations());
    annMultiplyAccumulates =
        Math.addExact(annMultiplyAccumulates, activity.annMultiplyAccumulates());
    for (LayerActivity layer : activity.layers()) {
      if (layer.layer().spiking()) {
        spikes.merge(layer.layer(), layer.spikes(), Math::addExact);
      }
    }
  }

  /** The means over all images that were added; there must be one at least. */
  synchronized MeanActivity mean(EvaluationSettings settings) {
    Map<String, Double> rates = new LinkedHashMap<>();
    spikes.forEach(
        (layer, sum) ->
            rates.put(layer.name(), (double) sum / ((double) layer.neuronSteps() * images)));
    double perAccumulate = settings.energy().joulesPerAccumulate();
    double perMultiplication = settings.energy().joulesPerMultiplyAccumulate();
    double accumulates = (double) operations.accumulates() / images;
    double multiplyAccumulates = (double) operations.multiplyAccumulates() / images;
    return new MeanActivity(
        accumulates,
        multiplyAccumulates,
        (double) operations.dense() / images,
        (double) operations.spikes() / images,
        operations.firingRate(),
        rates,
        accumulates * perAccumulate + multiplyAccumulates * perMultiplication,
        (double) annMultiplyAccumulates / images * perMultiplication);
  }
}
