package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.PoissonSampler;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link RasterPlot}. */
class RasterPlotTests {

  @Test
  void everySpikeIsADarkCell() {
    SpikeTrain none = SpikeTrain.builder(16, 1, 128).build();
    SpikeTrain one = SpikeTrain.builder(16, 1, 128).fire(3, 0, 100).build();
    Image empty = RasterPlot.of(none, 0);
    Image plot = RasterPlot.of(one, 0);
    // A cell is 24 x 4 pixels, less one of each for the gap.
    assertThat(ink(plot) - ink(empty)).isEqualTo(23 * 3);
    assertThat(plot.width()).isEqualTo(empty.width());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "16,128", "1,2000", "2000,1", "7,3", "100,32"})
  void drawsAnySize(int timeSteps, int neurons) {
    SpikeTrain train = SpikeTrain.builder(timeSteps, 1, neurons).build();
    byte[] png = RasterPlot.png(train, 0);
    Image image = PngCodec.decode(png);
    assertThat(image.width()).isBetween(100, timeSteps + 600);
    assertThat(image.height()).isBetween(100, neurons + 600);
  }

  @Test
  void sameSpikesSamePicture() {
    float[] rates = new float[32];
    Arrays.fill(rates, 0.5f);
    SpikeTrain train =
        PoissonSampler.sample(
            rates, RandomStream.of(new ImageSeed(1, 2)), Purpose.LATENT_SPIKES, 16);
    assertThat(RasterPlot.png(SpikeTrain.join(List.of(train, train)), 1))
        .isEqualTo(RasterPlot.png(train, 0));
  }

  @Test
  void refusesAMissingSample() {
    SpikeTrain train = SpikeTrain.builder(2, 1, 2).fire(0, 0, 0).build();
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> RasterPlot.of(train, 1));
  }

  private static int ink(Image image) {
    int ink = 0;
    for (byte level : image.toChwBytes()) {
      ink += level == 0 ? 1 : 0;
    }
    return ink;
  }
}
