package io.spikelet.runtime.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests for {@link Decision}. */
class DecisionTests {

  private static final int TIME_STEPS = 8;

  private static Decision decision(Integer... times) {
    return new Decision(Arrays.asList(times), TIME_STEPS, 5);
  }

  @Test
  void theFirstSpikeDecidesWhateverThePotentials() {
    Decision decision = decision(6, 8, 4, 5);
    assertThat(decision.label(new float[] {9, 9, -1, 9})).isEqualTo(2);
    assertThat(decision.time()).isEqualTo(4);
    assertThat(decision.fired()).isTrue();
    assertThat(decision.isTie()).isFalse();
    assertThat(List.of(0, 1, 2, 3)).filteredOn(decision::isFirst).containsExactly(2);
  }

  @Test
  void theOnlySpikeDecidesWhateverThePotentials() {
    Decision decision = decision(8, 8, 7);
    assertThat(decision.label(new float[] {3, 4, 2})).isEqualTo(2);
    assertThat(decision.fired()).isTrue();
    assertThat(decision.isTie()).isFalse();
  }

  @Test
  void ofTheFirstSpikesTheOneWithTheHighestPotentialDecides() {
    Decision decision = decision(8, 3, 4, 3, 3);
    assertThat(decision.label(new float[] {9, 1, 9, 2, 1.5f})).isEqualTo(3);
    assertThat(decision.isTie()).isTrue();
    assertThat(List.of(0, 1, 2, 3, 4)).filteredOn(decision::isFirst).containsExactly(1, 3, 4);
  }

  @Test
  void ofEqualPotentialsTheFirstDecides() {
    assertThat(decision(4, 3, 3, 3).label(new float[] {9, 1, 2, 2})).isEqualTo(2);
    assertThat(decision(8, 8, 8).label(new float[] {-1, 0, 0})).isEqualTo(1);
    assertThat(decision(8, 8).label(new float[2])).isZero();
  }

  @Test
  void theHighestPotentialDecidesWhereNothingFires() {
    Decision decision = decision(8, 8, 8);
    assertThat(decision.label(new float[] {-3, -2, -2.5f})).isEqualTo(1);
    assertThat(decision.time()).isEqualTo(TIME_STEPS);
    assertThat(decision.fired()).isFalse();
    assertThat(decision.isTie()).isFalse();
    assertThat(List.of(0, 1, 2)).noneMatch(decision::isFirst);
  }

  @Test
  void everyOutputNeuronHasAPotential() {
    assertThatThrownBy(() -> decision(8, 8).label(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be 2 potentials, one of each output neuron, not 3");
  }
}
