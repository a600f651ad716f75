package io.spikelet.runtime.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.interruption.WorkInterruptedException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests for {@link Cochleagram}. */
class CochleagramTests {

  private static final FrontEnd PUBLISHED = FrontEnd.published();

  @Test
  void toneIsLoudestInItsOwnChannel() {
    double[] frequencies = PUBLISHED.centreFrequencies();
    for (int n = 0; n < frequencies.length; n++) {
      Sound tone = Sound.of(SoundFiles.tone(frequencies[n], 48_000, 24_000), 48_000);
      assertThat(loudest(Cochleagram.of(tone, PUBLISHED), 700, 1500)).isEqualTo(n);
    }
  }

  @Test
  void risingToneMovesToHigherChannels() {
    int previous = PUBLISHED.channels();
    float[] values = Cochleagram.of(Sound.of(chirp(), 12_500), PUBLISHED);
    for (int t = 100; t < 1500; t += 50) {
      assertThat(loudest(values, t, t + 50)).isLessThanOrEqualTo(previous);
      previous = loudest(values, t, t + 50);
    }
    assertThat(previous).isLessThan(5);
  }

  @Test
  void loudnessDoesNotMatter() {
    float[] loud = noise(12_000, 1);
    Sound quiet = Sound.of(scaled(loud, 1e-3f), 16_000);
    float[] values = Cochleagram.of(Sound.of(loud, 16_000), PUBLISHED);
    assertThat(Cochleagram.of(quiet, PUBLISHED)).containsExactly(values, within(1e-5f));
    Sound quietest = Sound.of(scaled(loud, 1e-30f), 16_000);
    assertThat(Cochleagram.of(quietest, PUBLISHED)).containsExactly(values, within(1e-5f));
  }

  @Test
  void valuesReachFromZeroToOne() {
    float[] values = Cochleagram.of(Sound.of(noise(9_000, 2), 8_000), FrontEnd.narrowband());
    float largest = 0;
    for (float value : values) {
      assertThat(value).isBetween(0f, 1f);
      largest = Math.max(largest, value);
    }
    assertThat(values).hasSize(39 * 40);
    assertThat(largest).isEqualTo(1);
  }

  @Test
  void anInterruptEndsHearing() {
    Sound same = Sound.of(noise(2_000, 3), 12_500);
    Sound other = Sound.of(noise(2_000, 3), 16_000);
    Thread.currentThread().interrupt();
    try {
      for (Sound sound : new Sound[] {same, other}) {
        assertThatExceptionOfType(WorkInterruptedException.class)
            .isThrownBy(() -> Cochleagram.of(sound, PUBLISHED));
      }
      assertThatExceptionOfType(WorkInterruptedException.class)
          .isThrownBy(() -> Resampler.resample(other.samples(), 16_000, 12_500));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void silenceIsZero() {
    assertThat(Cochleagram.of(Sound.of(new float[500], 8_000), PUBLISHED)).containsOnly(0);
  }

  @Test
  void shortSoundsRepeatTheirSamples() {
    FrontEnd frontEnd = new FrontEnd(8_000, 0.41, 1, 6, 0.004);
    float[] values = Cochleagram.of(Sound.of(new float[] {1, 0.5f, 1}, 8_000), frontEnd);
    assertThat(values[0]).isEqualTo(values[1]).isPositive();
    assertThat(values[4]).isEqualTo(values[5]).isEqualTo(1);
    Sound single = Sound.of(new float[] {-1, 0}, 384_000);
    assertThat(Cochleagram.of(single, PUBLISHED)).doesNotContain(Float.NaN);
  }

  @Test
  void envelopeFollowsTheEquations() {
    // At rate 8 with f = 2 and B = 2: a = tan(pi / 4) = 1, so y(i) = (x(i) - x(i-2)) / 2.
    double[] envelope = new double[4];
    new AuditoryFilter(2, 2, 0, 8).apply(new double[] {1, 0.5, -2, 1}, envelope);
    assertThat(envelope).containsExactly(new double[] {0.5, 0.25, 0, 0.25}, within(1e-12));
    // A time constant of 1 / (8 ln 2) takes half of the distance at each step.
    new AuditoryFilter(2, 2, 1 / (8 * Math.log(2)), 8)
        .apply(new double[] {1, 0.5, -2, 1}, envelope);
    assertThat(envelope).containsExactly(new double[] {0.25, 0.25, 0.125, 0.1875}, within(1e-12));
  }

  /** The channel of the largest mean; low channels follow the tone's own swings. */
  private static int loudest(float[] values, int from, int to) {
    double[] means = new double[PUBLISHED.channels()];
    int loudest = 0;
    for (int n = 0; n < means.length; n++) {
      for (int t = from; t < to; t++) {
        float value = values[n * PUBLISHED.frames() + t];
        means[n] += value * value * value;
      }
      loudest = means[n] > means[loudest] ? n : loudest;
    }
    return loudest;
  }

  /** From 100 Hz to 5,600 Hz within two seconds. */
  private static float[] chirp() {
    float[] chirp = new float[25_000];
    for (int i = 0; i < chirp.length; i++) {
      double t = i / 12_500.0;
      chirp[i] = (float) StrictMath.sin(2 * Math.PI * (100 * t + 1375 * t * t));
    }
    return chirp;
  }

  private static float[] noise(int length, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = random.nextFloat(-1, 1);
    }
    return noise;
  }

  private static float[] scaled(float[] samples, float factor) {
    float[] scaled = samples.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  @Test
  void inhibitionTakesTheMeanOfTheNeighboursAway() {
    FrontEnd plain = new FrontEnd(8_000, 1, 12, 5, 0.004);
    FrontEnd inhibited = new FrontEnd(8_000, 1, 12, 5, 0.004, 2);
    Sound sound = Sound.of(SoundFiles.tone(900, 8_000, 2_000), 8_000);
    float[] before = Cochleagram.of(sound, plain);
    float[] after = Cochleagram.of(sound, inhibited);
    double[] left = new double[before.length];
    double peak = 0;
    for (int i = 0; i < left.length; i++) {
      double sum = 0;
      for (int c = i / 5 - 2; c <= i / 5 + 2; c++) {
        sum += before[Math.min(11, Math.max(0, c)) * 5 + i % 5];
      }
      left[i] = Math.max(0, before[i] - sum / 5);
      peak = Math.max(peak, left[i]);
    }
    for (int i = 0; i < left.length; i++) {
      assertThat(after[i]).isCloseTo((float) (left[i] / peak), within(1e-5f));
    }
  }
}
