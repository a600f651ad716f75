package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.golden.GoldenVectors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Holds {@link FirstSpikeGraph} to the plain calculation over all time steps: equal times. */
class FirstSpikeGraphGoldenTests {

  @Test
  void timesAreThoseOfTheEquations() {
    assertTimes(GoldenVectors.open("i_ttfs"), SpikeTiming.SAME_STEP);
  }

  @Test
  void timesAreThoseOfThePublishedCodeOfS4nn() {
    assertTimes(GoldenVectors.open("i2_s4nn_times"), SpikeTiming.NEXT_STEP);
  }

  @Test
  void potentialsAreThoseOfTheEquationsAtEveryTime() {
    GoldenVectors golden = GoldenVectors.open("i_ttfs");
    int timeSteps = (int) golden.scalar("tmax");
    float[] expected = golden.floats("V_hidden");
    for (int t = 0; t < timeSteps; t++) {
      float[] found =
          layer(golden, 1, SpikeTiming.SAME_STEP, "t_in", t).floats("potentials").data();
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isEqualTo(expected[i * timeSteps + t]);
      }
    }
  }

  private static void assertTimes(GoldenVectors golden, SpikeTiming timing) {
    int timeSteps = (int) golden.scalar("tmax");
    float[] image = golden.floats("image");
    for (int i = 0; i < image.length; i++) {
      image[i] /= 255;
    }
    assertThat(new FirstSpikes(timeSteps, timing, 1).brightness(image))
        .containsExactly(golden.floats("t_in"));
    assertThat(layer(golden, 1, timing, "t_in", 0).floats("times").data())
        .containsExactly(golden.floats("t_hidden"));
    assertThat(layer(golden, 2, timing, "t_hidden", 0).floats("times").data())
        .containsExactly(golden.floats("t_out"));
    assertCounts(golden, timing, timeSteps);
  }

  private static void assertCounts(GoldenVectors golden, SpikeTiming timing, int timeSteps) {
    Tensors hidden = layer(golden, 1, timing, "t_in", 0);
    assertThat(hidden.longs("taps").data()).containsExactly(spikes(golden, "t_in", timeSteps));
    assertThat(hidden.longs("spikes").data())
        .containsExactly(spikes(golden, "t_hidden", timeSteps));
  }

  private static long[] spikes(GoldenVectors golden, String times, int timeSteps) {
    int size = golden.shape(times)[1];
    long[] all = golden.longs(times);
    long[] spikes = new long[all.length / size];
    for (int n = 0; n < spikes.length; n++) {
      spikes[n] =
          Arrays.stream(all, n * size, (n + 1) * size).filter(time -> time < timeSteps).count();
    }
    return spikes;
  }

  private static Tensors layer(
      GoldenVectors golden, int number, SpikeTiming timing, String in, int at) {
    int[] shape = golden.shape("W" + number);
    double threshold = golden.floats("thr")[number - 1];
    return new FirstSpikes((int) golden.scalar("tmax"), timing, threshold)
        .run(golden.floats("W" + number), shape[0], golden.floats(in), golden.shape(in)[0], at);
  }
}
