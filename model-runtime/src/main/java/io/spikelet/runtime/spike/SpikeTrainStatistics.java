package io.spikelet.runtime.spike;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is quickly counted on one sample of a spike train.
 *
 * @param spikes number of spikes
 * @param meanFiringRate spikes per neuron per time step, in [0, 1]
 * @param silentNeurons neurons that never fire
 * @param saturatedNeurons neurons that fire at every time step
 * @param populationRate share of the neurons that fire, for each time step
 * @param meanInterspikeInterval mean over all pairs of successive spikes of one neuron, in time
 *     steps, at least 1; empty if no neuron fires twice
 */
public record SpikeTrainStatistics(
    long spikes,
    double meanFiringRate,
    int silentNeurons,
    int saturatedNeurons,
    List<Double> populationRate,
    OptionalDouble meanInterspikeInterval) {

  public SpikeTrainStatistics {
    populationRate = List.copyOf(populationRate);
  }

  /**
   * Counts one sample.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public static SpikeTrainStatistics of(SpikeTrain train, int sample) {
    int[] counts = train.counts(sample);
    int silent = 0;
    int saturated = 0;
    for (int count : counts) {
      silent += count == 0 ? 1 : 0;
      saturated += count == train.timeSteps() ? 1 : 0;
    }
    long spikes = train.count(sample);
    return new SpikeTrainStatistics(
        spikes,
        (double) spikes / ((long) train.timeSteps() * train.neurons()),
        silent,
        saturated,
        populationRate(train, sample),
        meanInterspikeInterval(train, sample));
  }

  private static List<Double> populationRate(SpikeTrain train, int sample) {
    List<Double> rates = new ArrayList<>(train.timeSteps());
    for (int t = 0; t < train.timeSteps(); t++) {
      int firing = 0;
      for (int d = 0; d < train.neurons(); d++) {
        firing += train.fires(t, sample, d) ? 1 : 0;
      }
      rates.add((double) firing / train.neurons());
    }
    return rates;
  }

  private static OptionalDouble meanInterspikeInterval(SpikeTrain train, int sample) {
    long sum = 0;
    long intervals = 0;
    for (int d = 0; d < train.neurons(); d++) {
      int previous = -1;
      for (int t = 0; t < train.timeSteps(); t++) {
        if (train.fires(t, sample, d)) {
          sum += previous < 0 ? 0 : t - previous;
          intervals += previous < 0 ? 0 : 1;
          previous = t;
        }
      }
    }
    return intervals == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sum / intervals);
  }
}
