package io.spikelet.runtime.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link Resampler}. */
class ResamplerTests {

  @ParameterizedTest
  @CsvSource({
    "48000,12500,5600",
    "44100,12500,300",
    "16000,8000,3500",
    "8000,12500,3500",
    "47999,12500,3000",
    "384000,1000,400"
  })
  void tonesBelowTheLimitPass(int from, int to, double frequency) {
    assertThat(decibels(from, to, frequency)).isCloseTo(0, within(0.5));
  }

  @ParameterizedTest
  @CsvSource({
    "48000,12500,6300",
    "48000,12500,12400",
    "44100,12500,9000",
    "16000,8000,4050",
    "47999,12500,7000",
    "384000,1000,510"
  })
  void tonesAboveTheLimitVanish(int from, int to, double frequency) {
    assertThat(decibels(from, to, frequency)).isLessThan(-40);
  }

  @Test
  void toneStaysWhereItWas() {
    double[] resampled = Resampler.resample(SoundFiles.tone(200, 8000, 8000), 8000, 12_500);
    float[] direct = SoundFiles.tone(200, 12_500, 12_500);
    assertThat(resampled).hasSameSizeAs(direct);
    for (int i = 200; i < direct.length - 200; i++) {
      assertThat(resampled[i]).isCloseTo(direct[i], within(1e-3));
    }
  }

  @Test
  void singleSampleSurvives() {
    assertThat(Resampler.resample(new float[] {0.5f}, 384_000, 1000)).hasSize(1);
    assertThat(Resampler.resample(new float[] {0.5f}, 1000, 48_000)).hasSize(48);
    assertThat(Resampler.resample(new float[] {0.5f}, 8000, 8000)).containsExactly(0.5);
  }

  /** Power of a second of a resampled tone against the tone's own, its ends left out. */
  private static double decibels(int from, int to, double frequency) {
    double[] tone = Resampler.resample(SoundFiles.tone(frequency, from, from), from, to);
    double[] middle = Arrays.copyOfRange(tone, to / 5, to - to / 5);
    double power = Arrays.stream(middle).map(x -> x * x).average().orElseThrow();
    return 10 * StrictMath.log10(power / 0.125);
  }
}
