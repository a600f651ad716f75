package io.spikelet.runtime.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link SpikeTrainStatistics}, {@link SpikeTrainAnalysis} and {@link
 * SynapticOperations}.
 */
class SpikeTrainStatisticsTests {

  /** Rows are time steps: one neuron silent, one always on, two alike, one against them. */
  private static final SpikeTrain EXAMPLE =
      SpikeTrain.ofBytes(
          new byte[] {
            0, 1, 1, 1, 0,
            0, 1, 0, 0, 1,
            0, 1, 0, 0, 1,
            0, 1, 1, 1, 0
          },
          4,
          1,
          5);

  @Test
  void countsByHand() {
    SpikeTrainStatistics statistics = SpikeTrainStatistics.of(EXAMPLE, 0);
    assertThat(statistics.spikes()).isEqualTo(10);
    assertThat(statistics.meanFiringRate()).isEqualTo(0.5);
    assertThat(statistics.silentNeurons()).isEqualTo(1);
    assertThat(statistics.saturatedNeurons()).isEqualTo(1);
    assertThat(statistics.populationRate()).containsExactly(0.6, 0.4, 0.4, 0.6);
    // Intervals: 1, 1, 1 of the second neuron, 3 and 3 of the alike, 1 of the last.
    assertThat(statistics.meanInterspikeInterval()).hasValue(10 / 6.0);
  }

  @Test
  void withoutSpikesNothingIsUndefined() {
    SpikeTrain silent = SpikeTrain.builder(3, 1, 2).build();
    SpikeTrainStatistics statistics = SpikeTrainStatistics.of(silent, 0);
    assertThat(statistics.meanFiringRate()).isZero();
    assertThat(statistics.silentNeurons()).isEqualTo(2);
    assertThat(statistics.meanInterspikeInterval()).isEmpty();
    SpikeTrainAnalysis analysis = SpikeTrainAnalysis.of(silent, 0);
    assertThat(analysis.meanPairwiseCorrelation()).isEmpty();
    assertThat(analysis.fanoFactor()).isEmpty();
    assertThat(analysis.synchrony()).isEmpty();
    assertThat(analysis.firingRateHistogram()).containsExactly(2, 0, 0, 0);
  }

  @Test
  void analysesByHand() {
    SpikeTrainAnalysis analysis = SpikeTrainAnalysis.of(EXAMPLE, 0);
    // Three changing neurons: correlations 1, -1, -1.
    assertThat(analysis.meanPairwiseCorrelation().orElseThrow()).isCloseTo(-1 / 3.0, within(1e-12));
    // 3, 2, 2, 3 neurons fire: variance 1/4, mean 5/2.
    assertThat(analysis.fanoFactor().orElseThrow()).isCloseTo(0.1, within(1e-12));
    // Variance of the mean 1/4 / 25; mean variance 3 * 1/4 / 5.
    assertThat(analysis.synchrony().orElseThrow()).isCloseTo(Math.sqrt(0.01 / 0.15), within(1e-12));
    assertThat(analysis.firingRateHistogram()).containsExactly(1, 0, 3, 0, 1);
  }

  @Test
  void analysisAgreesWithThePlainFormulas() {
    SpikeTrain train = randomTrain(16, 40);
    SpikeTrainAnalysis analysis =
        SpikeTrainAnalysis.of(SpikeTrain.join(List.of(EXAMPLE_16, train)), 1);
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < i; j++) {
        double variances = covariance(train, i, i) * covariance(train, j, j);
        if (variances > 0) {
          sum += covariance(train, i, j) / Math.sqrt(variances);
          pairs++;
        }
      }
    }
    assertThat(analysis.meanPairwiseCorrelation().orElseThrow())
        .isCloseTo(sum / pairs, within(1e-12));
  }

  @Test
  void likeNeuronsAreSynchronous() {
    SpikeTrain.Builder builder = SpikeTrain.builder(8, 1, 10);
    for (int d = 0; d < 10; d++) {
      builder.fire(2, 0, d).fire(5, 0, d);
    }
    SpikeTrainAnalysis analysis = SpikeTrainAnalysis.of(builder.build(), 0);
    assertThat(analysis.synchrony().orElseThrow()).isCloseTo(1, within(1e-12));
    assertThat(analysis.meanPairwiseCorrelation().orElseThrow()).isCloseTo(1, within(1e-12));
  }

  @Test
  void independentNeuronsAreNot() {
    SpikeTrainAnalysis analysis = SpikeTrainAnalysis.of(randomTrain(2000, 100), 0);
    assertThat(analysis.synchrony().orElseThrow()).isCloseTo(0.1, within(0.02));
    assertThat(analysis.fanoFactor().orElseThrow()).isCloseTo(0.5, within(0.1));
    assertThat(analysis.meanPairwiseCorrelation().orElseThrow()).isCloseTo(0, within(0.005));
  }

  @Test
  void operationsAddUpAndTheRateIsTheMean() {
    SynapticOperations a = new SynapticOperations(10, 20, 100, 3, 12);
    SynapticOperations b = new SynapticOperations(1, 2, 100, 0, 12);
    assertThat(a.plus(b)).isEqualTo(new SynapticOperations(11, 22, 200, 3, 24));
    assertThat(a.firingRate()).isEqualTo(0.25);
    assertThat(a.plus(b).firingRate()).isEqualTo(0.125);
    assertThat(SynapticOperations.NONE.firingRate()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> new SynapticOperations(0, 0, 0, -1, 0));
  }

  private static final SpikeTrain EXAMPLE_16 = SpikeTrain.builder(16, 1, 40).fire(1, 0, 1).build();

  private static double covariance(SpikeTrain train, int i, int j) {
    double meanI = train.firingRates(0)[i];
    double meanJ = train.firingRates(0)[j];
    double sum = 0;
    for (int t = 0; t < train.timeSteps(); t++) {
      sum += ((train.fires(t, 0, i) ? 1 : 0) - meanI) * ((train.fires(t, 0, j) ? 1 : 0) - meanJ);
    }
    return sum;
  }

  private static SpikeTrain randomTrain(int timeSteps, int neurons) {
    Random random = new Random(5);
    SpikeTrain.Builder builder = SpikeTrain.builder(timeSteps, 1, neurons);
    for (int t = 0; t < timeSteps; t++) {
      for (int d = 0; d < neurons; d++) {
        if (random.nextBoolean()) {
          builder.fire(t, 0, d);
        }
      }
    }
    return builder.build();
  }
}
