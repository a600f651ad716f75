package io.spikelet.runtime.generator.leaky;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests for {@link Brightness}. */
class BrightnessTests {

  @Test
  void pixelThatFiredMostIsWhite() {
    assertThat(Brightness.ofCounts(new float[] {0, 3, 4, 1})).containsExactly(0, 0.75f, 1, 0.25f);
  }

  @Test
  void silenceIsBlack() {
    assertThat(Brightness.ofCounts(new float[3])).containsExactly(0, 0, 0);
  }
}
