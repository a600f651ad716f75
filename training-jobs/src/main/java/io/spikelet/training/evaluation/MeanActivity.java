package io.spikelet.training.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one image causes on average.
 *
 * @param accumulates weights added because a spike arrived
 * @param multiplyAccumulates weights multiplied with a real value
 * @param dense what both would be if every input were active at every time step
 * @param spikes of all layers
 * @param firingRate spikes per neuron per time step over all spiking layers, in [0, 1]
 * @param firingRates the same for each spiking layer that ran, in the order of the network
 * @param joules energy of the operations
 * @param annEquivalentJoules energy of an ordinary network of the same layers, in one pass
 */
public record MeanActivity(
    double accumulates,
    double multiplyAccumulates,
    double dense,
    double spikes,
    double firingRate,
    Map<String, Double> firingRates,
    double joules,
    double annEquivalentJoules) {

  /** Keeps the order of the layers. */
  public MeanActivity {
    firingRates = Collections.unmodifiableMap(new LinkedHashMap<>(firingRates));
  }

  void putInto(Map<String, Double> numbers, String prefix) {
    numbers.put(prefix + "_ac", accumulates);
    numbers.put(prefix + "_mac", multiplyAccumulates);
    numbers.put(prefix + "_dense", dense);
    numbers.put(prefix + "_spikes", spikes);
    numbers.put(prefix + "_firing_rate", firingRate);
    firingRates.forEach((layer, rate) -> numbers.put(prefix + "_firing_rate." + layer, rate));
    numbers.put(prefix + "_joules", joules);
    numbers.put(prefix + "_ann_equivalent_joules", annEquivalentJoules);
  }
}
