package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Tests for {@link NormalisedError}. */
class NormalisedErrorTests {

  @Test
  void brightnessAndContrastDoNotCount() {
    float[] shape = {0, 1, 2, 5};
    float[] brighter = {10, 13, 16, 25};
    assertThat(NormalisedError.of(shape, brighter)).isCloseTo(0, within(1e-12));
  }

  @Test
  void oppositeShapesHaveErrorFour() {
    assertThat(NormalisedError.of(new float[] {0, 1}, new float[] {1, 0})).isEqualTo(4);
  }

  @Test
  void unrelatedShapesHaveErrorTwo() {
    assertThat(NormalisedError.of(new float[] {0, 0, 1, 1}, new float[] {0, 1, 0, 1}))
        .isCloseTo(2, within(1e-12));
  }

  @Test
  void constantArrayCountsAsZero() {
    assertThat(NormalisedError.of(new float[] {3, 3}, new float[] {0, 1})).isEqualTo(1);
    assertThat(NormalisedError.of(new float[] {3, 3}, new float[] {5, 5})).isZero();
  }

  @Test
  void byHand() {
    // (0, 0, 3) has mean 1 and deviation sqrt 2; (0, 3, 3) has mean 2 and the same.
    // Differences: (-1 + 2, -1 - 1, 2 - 1) / sqrt 2, squares (1 + 4 + 1) / 2, mean 1.
    assertThat(NormalisedError.of(new float[] {0, 0, 3}, new float[] {0, 3, 3}))
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void lengthsMustFit() {
    assertThatThrownBy(() -> NormalisedError.of(new float[2], new float[3]))
        .hasMessageContaining("same positive length, not 2 and 3");
  }
}
