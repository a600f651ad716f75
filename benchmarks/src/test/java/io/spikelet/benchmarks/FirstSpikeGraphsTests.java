package io.spikelet.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** Tests that what the benchmark of first spikes compares is the same. */
class FirstSpikeGraphsTests {

  @Test
  void sortedInputsFireAsEveryTimeStepDoes() {
    for (double active : new double[] {0.2, 1}) {
      try (FirstSpikeGraphs graphs = FirstSpikeGraphs.open("60-40-20", active)) {
        assertThatCode(() -> graphs.requireSameTimes(graphs.images(3, active)))
            .doesNotThrowAnyException();
      }
    }
  }
}
