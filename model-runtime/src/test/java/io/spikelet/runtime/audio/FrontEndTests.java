package io.spikelet.runtime.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link FrontEnd}. */
class FrontEndTests {

  @ParameterizedTest
  @CsvSource({"12500,0.5,39", "12500,0.25,78", "8000,0.5,32", "16000,0.5,42", "8000,0.41,39"})
  void sampleRateAndStepGiveTheChannels(int sampleRate, double step, int channels) {
    assertThat(new PassiveCochlea(sampleRate, step).channels()).isEqualTo(channels);
  }

  @Test
  void publishedSizesAreThoseOfThePaper() {
    FrontEnd published = FrontEnd.published();
    assertThat(published.values()).isEqualTo(58_500);
    assertThat(published.centreFrequencies())
        .hasSize(39)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(FrontEnd.narrowband().channels()).isEqualTo(published.channels());
  }

  @Test
  void frequenciesFollowTheFormula() {
    // B(6250) = 791.19, f = 6250 - 197.80 = 6052.20, X = 12186.46, X e^(-1/16) = 11448.37.
    double[] frequencies = FrontEnd.published().centreFrequencies();
    assertThat(frequencies[0]).isCloseTo((11_448.37 - 1e6 / 11_448.37) / 2, within(0.5));
    assertThat(PassiveCochlea.bandwidth(0)).isEqualTo(125);
    assertThat(PassiveCochlea.bandwidth(2400)).isEqualTo(325);
  }

  @Test
  void fewerChannelsLeaveOutTheHighest() {
    double[] all = FrontEnd.published().centreFrequencies();
    assertThat(new FrontEnd(12_500, 0.5, 2, 10, 0).centreFrequencies())
        .containsExactly(all[37], all[38]);
  }

  @Test
  void impossibleFrontEndsAreRefused() {
    assertRefused(999, 0.5, 10, 10, 0, "sampleRate must be from 1000 to 48000, not 999");
    assertRefused(8000, 0, 10, 10, 0, "channelStep must be from 0.05 to 4.0, not 0.0");
    assertRefused(8000, Double.NaN, 10, 10, 0, "channelStep must be from 0.05 to 4.0, not NaN");
    assertRefused(8000, 0.1, 257, 10, 0, "channels must be from 1 to 256, not 257");
    assertRefused(8000, 0.5, 32, 0, 0, "frames must be from 1 to 4096, not 0");
    assertRefused(8000, 0.5, 32, 10, -1, "smoothing must be from 0.0 to 1.0, not -1.0");
    assertRefused(
        8000,
        0.5,
        39,
        10,
        0,
        "channels must be at most 32 for a sampleRate of 8000 and a channelStep of 0.5, not 39");
  }

  private static void assertRefused(
      int sampleRate, double step, int channels, int frames, double smoothing, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrontEnd(sampleRate, step, channels, frames, smoothing))
        .withMessage(message);
  }
}
