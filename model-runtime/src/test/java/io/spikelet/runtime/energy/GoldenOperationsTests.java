package io.spikelet.runtime.energy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.LayerSpec.Input;
import io.spikelet.runtime.model.LayerSpec.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds {@link LayerActivity} against the accumulations counted for the published network: taps of
 * its stored spikes times output channels.
 */
class GoldenOperationsTests {

  private static final int COLUMNS = 7;
  private static final int EXACT = 3;
  private static final int KERNEL = 3;

  private final GoldenVectors network = GoldenVectors.open("f_esvae");
  private final long[] counts = GoldenVectors.open("n_ops").longs("counts");

  /** Row of the golden table, weights, spikes that arrive. */
  @ParameterizedTest
  @CsvSource({"1,encoder.1,spk/enc0", "2,encoder.2,spk/enc1", "3,encoder.3,spk/enc2"})
  void convolutions(int row, String weights, String spikes) {
    int outputs = network.shape("w/" + weights + ".weight")[0];
    LayerSpec layer = layer(weights, Kind.CONVOLUTION, outputs);
    assertThat(new LayerActivity(layer, 0, convolutionTaps(spikes)).accumulates())
        .isEqualTo(counts[row * COLUMNS + EXACT]);
  }

  @ParameterizedTest
  @CsvSource({"7,decoder.1,spk/dec0", "8,decoder.2,spk/dec1", "9,final_layer.0,spk/dec2"})
  void transposedConvolutions(int row, String weights, String spikes) {
    int outputs = network.shape("w/" + weights + ".weight")[1];
    LayerSpec layer = layer(weights, Kind.TRANSPOSED_CONVOLUTION, outputs);
    assertThat(new LayerActivity(layer, 0, transposedTaps(spikes)).accumulates())
        .isEqualTo(counts[row * COLUMNS + EXACT]);
  }

  @Test
  void dense() {
    long spikes = 0;
    for (float spike : network.floats("spk/enc3")) {
      spikes += (long) spike;
    }
    int outputs = network.shape("w/before_latent_layer.weight")[0];
    LayerSpec layer = layer("before_latent_layer", Kind.DENSE, outputs);
    assertThat(new LayerActivity(layer, 0, spikes).accumulates())
        .isEqualTo(counts[4 * COLUMNS + EXACT]);
  }

  /** A stride of 2: input (y, x) meets kernel position a where y + 1 - a is even and inside. */
  private long convolutionTaps(String spikes) {
    int[] shape = network.shape(spikes);
    int outputSide = shape[2] / 2;
    return taps(
        spikes, (y, a) -> (y + 1 - a) % 2 == 0 && y + 1 - a >= 0 && (y + 1 - a) / 2 < outputSide);
  }

  /** A stride of 2: input y reaches output 2 y + a - 1. */
  private long transposedTaps(String spikes) {
    int outputSide = 2 * network.shape(spikes)[2];
    return taps(spikes, (y, a) -> 2 * y + a - 1 >= 0 && 2 * y + a - 1 < outputSide);
  }

  private interface Reach {
    boolean inside(int position, int kernelPosition);
  }

  private long taps(String name, Reach reach) {
    float[] spikes = network.floats(name);
    int[] shape = network.shape(name);
    int side = shape[2];
    int timeSteps = shape[4];
    int[] positions = new int[side];
    for (int y = 0; y < side; y++) {
      for (int a = 0; a < KERNEL; a++) {
        positions[y] += reach.inside(y, a) ? 1 : 0;
      }
    }
    long taps = 0;
    for (int i = 0; i < spikes.length; i++) {
      int place = i / timeSteps;
      long reached = (long) positions[place % side] * positions[place / side % side];
      taps += spikes[i] == 1 ? reached : 0;
    }
    return taps;
  }

  private static LayerSpec layer(String name, Kind kind, int outputChannels) {
    return new LayerSpec(
        name, GraphRole.ENCODER, kind, Input.SPIKES, 1, outputChannels, 1, 1, true);
  }
}
