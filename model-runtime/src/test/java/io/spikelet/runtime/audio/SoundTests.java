package io.spikelet.runtime.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Tests for {@link Sound} and {@link SoundLimits}. */
class SoundTests {

  @Test
  void samplesAreCopiedIn() {
    float[] samples = {0, 1, -1};
    Sound sound = Sound.of(samples, 1000);
    samples[0] = 0.5f;
    assertThat(sound.samples()).containsExactly(0, 1, -1);
    assertThat(sound.seconds()).isEqualTo(0.003);
  }

  @Test
  void impossibleSoundsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sound.of(new float[0], 8000))
        .withMessage("a sound must have at least one sample");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sound.of(new float[] {0, Float.NaN}, 8000))
        .withMessage("sample 1 must be from -1 to 1, not NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sound.of(new float[] {1.5f}, 8000))
        .withMessage("sample 0 must be from -1 to 1, not 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sound.of(new float[1], 999))
        .withMessage("sampleRate must be from 1000 to 384000 Hz, not 999");
  }

  @Test
  void limitMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SoundLimits(0))
        .withMessage("maxSeconds must be above 0 and at most 3600, not 0.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new SoundLimits(Double.NaN));
  }
}
