package io.spikelet.runtime.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.spike.SpikeTrain;
import org.junit.jupiter.api.Test;

/** Tests for {@link PoissonSampler}. */
class PoissonSamplerTests {

  private static final RandomStream STREAM = RandomStream.of(new ImageSeed(11, 3));

  @Test
  void firesWhereTheUniformIsBelowTheRate() {
    float[] rates = {0.1f, 0.5f, 0.9f};
    SpikeTrain train = PoissonSampler.sample(rates, STREAM, Purpose.LATENT_SPIKES, 5);
    float[] uniforms = STREAM.uniforms(Purpose.LATENT_SPIKES, 15);
    for (int i = 0; i < 15; i++) {
      assertThat(train.fires(i / 3, 0, i % 3)).isEqualTo(uniforms[i] < rates[i % 3]);
    }
  }

  @Test
  void aUniformEqualToTheRateDoesNotFire() {
    float[] uniforms = STREAM.uniforms(Purpose.LATENT_SPIKES, 4);
    float[] above = new float[4];
    for (int i = 0; i < above.length; i++) {
      above[i] = Math.nextUp(uniforms[i]);
    }
    assertThat(PoissonSampler.sample(uniforms, STREAM, Purpose.LATENT_SPIKES, 1).count()).isZero();
    assertThat(PoissonSampler.sample(above, STREAM, Purpose.LATENT_SPIKES, 1).count()).isEqualTo(4);
  }

  @Test
  void rateZeroNeverFiresAndRateOneAlways() {
    SpikeTrain train =
        PoissonSampler.sample(new float[] {0, 1}, STREAM, Purpose.LATENT_SPIKES, 1000);
    assertThat(train.firingRates(0)).containsExactly(0, 1);
  }

  @Test
  void meanRateIsTheRate() {
    SpikeTrain train =
        PoissonSampler.sample(new float[] {0.3f}, STREAM, Purpose.LATENT_SPIKES, 100_000);
    assertThat(train.firingRates(0)[0]).isCloseTo(0.3f, within(0.0075f));
  }

  /** As an engine's sigmoid gives it for large inputs, once in some ten thousand images. */
  @Test
  void aRoundingErrorOutsideCountsAsTheEnd() {
    float[] rates = {-1e-7f, Math.nextUp(1f)};
    SpikeTrain train = PoissonSampler.sample(rates, STREAM, Purpose.LATENT_SPIKES, 1000);
    assertThat(train.firingRates(0)).containsExactly(0, 1);
  }

  @Test
  void refusesOtherNumbers() {
    for (float rate : new float[] {-0.1f, 1.1f, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> PoissonSampler.sample(new float[] {0, rate}, STREAM, Purpose.LATENT_SPIKES, 2))
          .withMessage("firing rate of neuron 1 must be from 0 to 1, not " + rate);
    }
  }
}
