package io.spikelet.runtime.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests for {@link UnmaskingSampler}; the golden vectors are tested where the denoiser is. */
class UnmaskingSamplerTests {

  private static final int POSITIONS = 49;
  private static final int CODES = 4;

  private static UnmaskingSampler sampler(long seed, int steps) {
    return UnmaskingSampler.of(RandomStream.of(new ImageSeed(seed, 0)), POSITIONS, CODES, steps);
  }

  private static long masked(UnmaskingSampler sampler) {
    return Arrays.stream(sampler.map()).filter(code -> code == CODES).count();
  }

  @Test
  void equalLogitsGiveEveryCodeAlikeAndEveryPositionOnce() {
    float[] logits = new float[CODES * POSITIONS];
    int[] counts = new int[CODES];
    int images = 400;
    for (int image = 0; image < images; image++) {
      UnmaskingSampler sampler = sampler(image, POSITIONS);
      while (!sampler.done()) {
        int[] before = sampler.map();
        sampler.unmask(logits, 0, 1);
        int[] after = sampler.map();
        assertThat(IntStream.range(0, POSITIONS).filter(p -> before[p] != CODES))
            .allMatch(p -> before[p] == after[p]);
      }
      Arrays.stream(sampler.map()).forEach(code -> counts[code]++);
    }
    // Binomial with p = 1/4: five standard deviations of its share.
    double deviation = Math.sqrt(0.25 * 0.75 / (images * POSITIONS));
    for (int count : counts) {
      assertThat((double) count / (images * POSITIONS)).isCloseTo(0.25, within(5 * deviation));
    }
  }

  @Test
  void codesFollowTheDistributionOfTheLogitsAtTheirTemperature() {
    // exp(2 * ln 2 / 2) = 2, so the codes have the shares 1/5, 1/5, 1/5, 2/5 at temperature 2.
    float[] logits = new float[CODES * POSITIONS];
    Arrays.fill(logits, 3 * POSITIONS, 4 * POSITIONS, (float) (2 * Math.log(2)));
    int images = 400;
    long last = 0;
    for (int image = 0; image < images; image++) {
      UnmaskingSampler sampler = sampler(image, 1);
      sampler.unmask(logits, 0, 2);
      last += Arrays.stream(sampler.map()).filter(code -> code == 3).count();
    }
    double deviation = Math.sqrt(0.4 * 0.6 / (images * POSITIONS));
    assertThat((double) last / (images * POSITIONS)).isCloseTo(0.4, within(5 * deviation));
  }

  @Test
  void lowTemperaturePicksTheLikeliestCode() {
    float[] logits = new float[CODES * POSITIONS];
    Arrays.fill(logits, 2 * POSITIONS, 3 * POSITIONS, 0.5f);
    UnmaskingSampler sampler = sampler(1, 1);
    sampler.unmask(logits, 0, 0.001);
    assertThat(sampler.map()).containsOnly(2);
  }

  @Test
  void timeIsTheShareThatIsStillMaskedWhateverTheSteps() {
    float[] logits = new float[CODES * POSITIONS];
    double[] left = new double[8];
    int[] times = new int[8];
    int images = 300;
    for (int image = 0; image < images; image++) {
      UnmaskingSampler sampler = sampler(image, 7);
      for (int step = 0; !sampler.done(); step++) {
        left[step] += (double) masked(sampler) / images;
        times[step] = sampler.time();
        sampler.unmask(logits, 0, 1);
      }
    }
    assertThat(times).startsWith(49, 42, 35, 28, 21, 14, 7);
    for (int step = 0; step < 7; step++) {
      assertThat(left[step]).isCloseTo(times[step], within(1.2));
    }
  }

  @Test
  void stepThatUnmasksNothingIsSkippedAndNoOther() {
    UnmaskingSampler sampler = sampler(5, POSITIONS);
    float[] logits = new float[CODES * POSITIONS];
    int skipped = 0;
    while (!sampler.done()) {
      if (sampler.needsLogits()) {
        assertThatThrownBy(sampler::skip).isInstanceOf(IllegalStateException.class);
        sampler.unmask(logits, 0, 1);
      } else {
        sampler.skip();
        skipped++;
      }
    }
    assertThat(skipped).isBetween(5, 30);
    assertThat(masked(sampler)).isZero();
  }

  @Test
  void stepsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> sampler(1, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 1 to 49, not 50");
  }
}
