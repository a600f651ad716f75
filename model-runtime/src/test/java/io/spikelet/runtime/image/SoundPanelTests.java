package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.spike.SpikeTrain;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link SoundPanel}. */
class SoundPanelTests {

  private static final SpikeTrain SILENT = SpikeTrain.builder(10, 1, 20).build();

  @Test
  void loudIsDarkAndTheImageAsItIs() {
    Image quiet = panel(spectrogram(4, 8, 0), SILENT, 0);
    // A cell is 24 x 24 pixels, the image 400 x 400.
    assertThat(levels(panel(spectrogram(4, 8, 1), SILENT, 0), 0) - levels(quiet, 0))
        .isEqualTo(4 * 8 * 24 * 24);
    assertThat(levels(panel(spectrogram(4, 8, 0), SILENT, 1), 255) - levels(quiet, 255))
        .isEqualTo(400 * 400);
  }

  @Test
  void everySpikeIsADarkCell() {
    SpikeTrain one = SpikeTrain.builder(10, 1, 20).fire(3, 0, 7).build();
    Image spectrogram = spectrogram(4, 8, 0);
    assertThat(levels(panel(spectrogram, one, 0), 0) - levels(panel(spectrogram, SILENT, 0), 0))
        .isEqualTo(23 * 23);
  }

  @Test
  void withoutSpikesTheImageFollowsTheSpectrogram() {
    Image spectrogram = spectrogram(4, 8, 0);
    Image with = panel(spectrogram, SILENT, 1);
    Image without = SoundPanel.of(spectrogram, frequencies(4), image(1));
    assertThat(without.width()).isLessThan(with.width());
    assertThat(levels(without, 0)).isLessThan(levels(with, 0));
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1", "39,1500,60,196", "39,40,7,5", "256,4096,2,2000", "6,8,7,5"})
  void drawsAnySize(int channels, int frames, int timeSteps, int neurons) {
    Random random = new Random(channels);
    float[] values = new float[channels * frames];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Image spectrogram = Image.of(1, channels, frames, values, ValueRange.UNIT);
    SpikeTrain.Builder hidden = SpikeTrain.builder(timeSteps, 1, neurons);
    hidden.fire(timeSteps - 1, 0, neurons - 1);
    byte[] png = SoundPanel.png(spectrogram, frequencies(channels), hidden.build(), image(0.5f));
    Image panel = PngCodec.decode(png);
    assertThat(panel.width()).isBetween(600, 1800);
    assertThat(panel.height()).isBetween(400, neurons + 600);
  }

  private static Image panel(Image spectrogram, SpikeTrain hidden, float level) {
    return SoundPanel.of(spectrogram, frequencies(spectrogram.height()), hidden, image(level));
  }

  private static Image spectrogram(int channels, int frames, float level) {
    float[] values = new float[channels * frames];
    Arrays.fill(values, level);
    return Image.of(1, channels, frames, values, ValueRange.UNIT);
  }

  private static Image image(float level) {
    float[] values = new float[64];
    Arrays.fill(values, level);
    return Image.of(1, 8, 8, values, ValueRange.UNIT);
  }

  private static double[] frequencies(int channels) {
    double[] frequencies = new double[channels];
    for (int i = 0; i < channels; i++) {
      frequencies[i] = 3800 - 3500.0 * i / channels;
    }
    return frequencies;
  }

  private static int levels(Image image, int level) {
    int found = 0;
    for (byte one : image.toChwBytes()) {
      found += Byte.toUnsignedInt(one) == level ? 1 : 0;
    }
    return found;
  }
}
