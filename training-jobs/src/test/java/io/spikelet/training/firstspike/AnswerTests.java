package io.spikelet.training.firstspike;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.generator.Decision;
import io.spikelet.training.export.SpikeTiming;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link Answer}: two inputs, two output neurons of threshold 1 and 8 time steps, worked
 * out by hand.
 */
class AnswerTests {

  private static final int TIME_STEPS = 8;

  /**
   * What a network says.
   *
   * @param weights {@code [inputs, outputs]}
   */
  private static Answer answer(SpikeTiming timing, float[] weights, int... input) {
    FirstSpikeLayer layer = new FirstSpikeLayer(2, 2, 1, TIME_STEPS, timing);
    layer.weights(weights);
    FirstSpikeNetwork network = new FirstSpikeNetwork(List.of(layer));
    Presentation presentation = network.presentation();
    network.present(input, presentation);
    return Answer.of(network, presentation);
  }

  private static Decision decision(int first, int second, long spikes) {
    return new Decision(List.of(first, second), TIME_STEPS, spikes);
  }

  @Test
  void theFirstSpikeDecides() {
    float[] weights = {0, 2, 9, 0};
    assertThat(answer(SpikeTiming.SAME_STEP, weights, 2, 4))
        .isEqualTo(new Answer(decision(4, 2, 2), 1));
    // The second input comes with the spike that the first has caused.
    assertThat(answer(SpikeTiming.NEXT_STEP, weights, 2, 3))
        .isEqualTo(new Answer(decision(4, 3, 3), 1));
  }

  @Test
  void theOnlySpikeDecides() {
    float[] weights = {0.75f, 0, 0, 1.5f};
    assertThat(answer(SpikeTiming.SAME_STEP, weights, 0, 7))
        .isEqualTo(new Answer(decision(8, 7, 3), 1));
  }

  @Test
  void potentialsOfATieAreThoseOfTheCrossing() {
    float[] weights = {1.5f, 1.75f, 0, -9};
    assertThat(answer(SpikeTiming.SAME_STEP, weights, 2, 3))
        .isEqualTo(new Answer(decision(2, 2, 3), 1));
    assertThat(answer(SpikeTiming.NEXT_STEP, weights, 2, 3))
        .isEqualTo(new Answer(decision(3, 3, 4), 1));
    assertThat(answer(SpikeTiming.SAME_STEP, new float[] {2, 2, 0, 0}, 2, 3).label()).isZero();
  }

  @Test
  void potentialsThreeStepsBeforeTheEndDecideWhereNothingFires() {
    float[] weights = {0, 0.25f, 0.5f, 0};
    assertThat(answer(SpikeTiming.SAME_STEP, weights, 5, 6))
        .isEqualTo(new Answer(decision(8, 8, 2), 1));
    assertThat(answer(SpikeTiming.NEXT_STEP, weights, 5, 5))
        .isEqualTo(new Answer(decision(8, 8, 2), 0));
    // A crossing in the last step is no spike a step later.
    assertThat(answer(SpikeTiming.NEXT_STEP, new float[] {0, 0.25f, 9, 0}, 5, 7))
        .isEqualTo(new Answer(decision(8, 8, 2), 1));
  }

  @Test
  void nothingAtAllIsTheFirstLabel() {
    assertThat(answer(SpikeTiming.NEXT_STEP, new float[] {1, 2, 3, 4}, 8, 8))
        .isEqualTo(new Answer(decision(8, 8, 0), 0));
  }
}
