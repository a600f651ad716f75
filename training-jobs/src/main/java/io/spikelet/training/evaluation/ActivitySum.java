package io.spikelet.training.evaluation;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.spike.SynapticOperations;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up what images caused. Whole numbers, so the order of adding has no influence. */
final class ActivitySum {

  private final Map<String, Fired> spikes = new LinkedHashMap<>();
  private SynapticOperations operations = SynapticOperations.NONE;
  private long annMultiplyAccumulates;
  private int images;

  /** Spikes, and how many there would be if every neuron always fired. */
  private record Fired(long spikes, long neuronSteps) {

    Fired plus(Fired other) {
      return new Fired(
          Math.addExact(spikes, other.spikes), Math.addExact(neuronSteps, other.neuronSteps));
    }

    double rate() {
      return (double) spikes / neuronSteps;
    }
  }

  synchronized void add(NetworkActivity activity) {
    images++;
    operations = operations.plus(activity.operations());
    annMultiplyAccumulates =
        Math.addExact(annMultiplyAccumulates, activity.annMultiplyAccumulates());
    for (LayerActivity layer : activity.layers()) {
      if (layer.layer().spiking()) {
        Fired fired = new Fired(layer.spikes(), layer.layer().neuronSteps());
        spikes.merge(layer.layer().name(), fired, Fired::plus);
      }
    }
  }

  /** The means over all images that were added; there must be one at least. */
  synchronized MeanActivity mean(EvaluationSettings settings) {
    Map<String, Double> rates = new LinkedHashMap<>();
    spikes.forEach((layer, fired) -> rates.put(layer, fired.rate()));
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
