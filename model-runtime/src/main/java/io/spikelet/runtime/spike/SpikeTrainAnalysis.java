package io.spikelet.runtime.spike;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How the neurons of one sample fire together. Computed with ND4J, whose native library is loaded
 * by the first call, which takes some seconds.
 *
 * <p>With {@code x[t, d]} 0 or 1, and variances over time with divisor T:
 *
 * @param meanPairwiseCorrelation mean of Pearson's correlation between {@code x[., i]} and {@code
 *     x[., j]} over all pairs of neurons that neither stay silent nor fire always; empty if there
 *     is no such pair
 * @param fanoFactor variance over mean of the number of neurons that fire at a time step; empty
 *     without spikes. D independent neurons of rate r have {@code 1 - r}
 * @param synchrony {@code sqrt(var_t(mean_d x) / mean_d(var_t x))}: 1 if all neurons fire at the
 *     same time steps, about {@code 1 / sqrt(D)} if they are independent; empty if no neuron's
 *     output changes. Source: Golomb and Rinzel, Physica D 72, 1994
 * @param firingRateHistogram how many neurons fire k times, for k from 0 to T
 */
public record SpikeTrainAnalysis(
    OptionalDouble meanPairwiseCorrelation,
    OptionalDouble fanoFactor,
    OptionalDouble synchrony,
    List<Integer> firingRateHistogram) {

  public SpikeTrainAnalysis {
    firingRateHistogram = List.copyOf(firingRateHistogram);
  }

  /**
   * Analyses one sample.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public static SpikeTrainAnalysis of(SpikeTrain train, int sample) {
    try (NativeArrays arrays = new NativeArrays()) {
      INDArray x = arrays.keep(matrix(train.sample(sample)));
      INDArray meanOverTime = arrays.keep(x.mean(0));
      INDArray centred = arrays.keep(x.subRowVector(meanOverTime));
      INDArray squares = arrays.keep(centred.mul(centred));
      INDArray squareSums = arrays.keep(squares.sum(0));
      INDArray population = arrays.keep(x.sum(1));
      double populationVariance = arrays.keep(population.var(false)).getDouble(0);
      return new SpikeTrainAnalysis(
          correlation(centred, squareSums, arrays),
          ratio(populationVariance, population.meanNumber().doubleValue()),
          synchrony(populationVariance, squareSums, train),
          histogram(train, sample));
    }
  }

  /**
   * With columns normalised to length 1, the sum over all pairs, each neuron with itself included,
   * is the squared length of the sum of all columns.
   */
  private static OptionalDouble correlation(
      INDArray centred, INDArray squareSums, NativeArrays arrays) {
    double[] lengths = squareSums.toDoubleVector();
    int changing = 0;
    for (int d = 0; d < lengths.length; d++) {
      // A column that does not change is zero and stays so.
      changing += lengths[d] > 0 ? 1 : 0;
      lengths[d] = lengths[d] > 0 ? Math.sqrt(lengths[d]) : 1;
    }
    if (changing < 2) {
      return OptionalDouble.empty();
    }
    INDArray normalised =
        arrays.keep(centred.divRowVector(arrays.keep(Nd4j.createFromArray(lengths))));
    double length = arrays.keep(normalised.sum(1)).norm2Number().doubleValue();
    double pairs = (double) changing * (changing - 1);
    return OptionalDouble.of((length * length - changing) / pairs);
  }

  private static OptionalDouble synchrony(
      double populationVariance, INDArray squareSums, SpikeTrain train) {
    double neurons = train.neurons();
    double meanVariance = squareSums.meanNumber().doubleValue() / train.timeSteps();
    OptionalDouble squared = ratio(populationVariance / (neurons * neurons), meanVariance);
    return squared.isEmpty() ? squared : OptionalDouble.of(Math.sqrt(squared.getAsDouble()));
  }

  private static OptionalDouble ratio(double numerator, double denominator) {
    return denominator == 0 ? OptionalDouble.empty() : OptionalDouble.of(numerator / denominator);
  }

  private static List<Integer> histogram(SpikeTrain train, int sample) {
    int[] bins = new int[train.timeSteps() + 1];
    for (int count : train.counts(sample)) {
      bins[count]++;
    }
    return Arrays.stream(bins).boxed().toList();
  }

  private static INDArray matrix(SpikeTrain sample) {
    float[] spikes = sample.toFloats();
    double[] x = new double[spikes.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = spikes[i];
    }
    return Nd4j.create(x, new long[] {sample.timeSteps(), sample.neurons()}, DataType.DOUBLE);
  }

  /** Frees native memory now instead of when the garbage collector finds the time. */
  private static final class NativeArrays implements AutoCloseable {

    private final List<INDArray> kept = new ArrayList<>();

    INDArray keep(INDArray array) {
      kept.add(array);
      return array;
    }

    @Override
    public void close() {
      for (INDArray array : kept) {
        if (array.closeable()) {
          array.close();
        }
      }
    }
  }
}
