package io.spikelet.runtime.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.latent.RandomStream.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link AlternativesSampler}. */
class AlternativesSamplerTests {

  private static final int STEPS = 40;
  private static final int NEURONS = 500;

  private final RandomStream stream = RandomStream.of(new ImageSeed(7, 3));

  @Test
  void choiceIsTheFloorOfTheUniformTimesTheAlternatives() {
    AlternativesSampler sampler = AlternativesSampler.of(stream, STEPS, NEURONS, 20);
    float[] uniforms = stream.uniforms(Purpose.LATENT_SPIKES, STEPS * NEURONS);
    for (int t = 0; t < STEPS; t++) {
      for (int d = 0; d < NEURONS; d++) {
        double exact = (double) uniforms[t * NEURONS + d] * 20;
        assertThat(sampler.choice(t, d)).isEqualTo((int) Math.floor(exact));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 20})
  void everyAlternativeIsEquallyProbable(int alternatives) {
    AlternativesSampler sampler = AlternativesSampler.of(stream, STEPS, NEURONS, alternatives);
    int[] counts = new int[alternatives];
    for (int t = 0; t < STEPS; t++) {
      for (int d = 0; d < NEURONS; d++) {
        counts[sampler.choice(t, d)]++;
      }
    }
    double expected = (double) STEPS * NEURONS / alternatives;
    // Five standard deviations of a binomial count.
    double allowed = 5 * Math.sqrt(expected * (1 - 1.0 / alternatives));
    for (int count : counts) {
      assertThat((double) count).isCloseTo(expected, within(allowed + 1e-9));
    }
  }

  @Test
  void largestUniformStaysBelowTheNumberOfAlternatives() {
    float largest = 1 - 0x1p-24f;
    for (int alternatives = 1; alternatives <= 1024; alternatives++) {
      assertThat((int) (largest * alternatives)).isLessThan(alternatives);
    }
  }

  @Test
  void noAlternativesAreRefused() {
    assertThatThrownBy(() -> AlternativesSampler.of(stream, 1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1, not 0");
  }
}
