package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.training.export.NamedWeights.WeightArray;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds exported graphs to the plain calculation of the spiking autoencoder. Its weights change at
 * every time step, so each step has graphs of its own, and the state goes from one to the next.
 */
class LeakyExporterGoldenTests {

  private final GoldenVectors golden = GoldenVectors.open("j_aesnn");
  private final int steps = golden.shape("X")[0];
  private final int samples = golden.shape("X")[1];
  private final int pixels = golden.shape("X")[2];
  private final int hidden = golden.shape("A1")[2];
  private final float decay = 1 - (float) golden.scalar("alpha");
  private final float threshold = (float) golden.scalar("vth");

  @Test
  void graphsFireAsThePlainCalculationDoes() {
    float[] kept1 = new float[samples * hidden];
    float[] kept2 = new float[samples * pixels];
    for (int t = 0; t < steps; t++) {
      ExportedNetwork network = networkOfStep(t);
      Tensors first = run(network, GraphRole.ENCODER, "spikes_in", at("X", t), pixels, kept1);
      float[] spikes1 = at("A1", t);
      assertThat(first.floats("spikes_out").data()).containsExactly(spikes1);
      kept1 = first.floats("kept_out_0").data();
      assertClose(kept1, kept("V1", spikes1, t));

      Tensors second = run(network, GraphRole.DECODER, "latent", spikes1, hidden, kept2);
      float[] spikes2 = at("A2", t);
      assertThat(second.floats("image").data()).containsExactly(spikes2);
      kept2 = second.floats("kept_out_0").data();
      assertClose(kept2, kept("V2", spikes2, t));
      assertCounts(first, second, t);
    }
  }

  /** The weights are those after the step before. */
  private ExportedNetwork networkOfStep(int t) {
    float[] first = t == 0 ? golden.floats("W1_init") : at("W1", t - 1);
    float[] second = t == 0 ? golden.floats("W2_init") : at("W2", t - 1);
    NamedWeights weights =
        new NamedWeights(
            Map.of(
                "encoder.0.weight", new WeightArray(new long[] {hidden, pixels}, first),
                "decoder.0.weight", new WeightArray(new long[] {pixels, hidden}, second)));
    return new LeakyExporter(weights, steps, decay, threshold, WeightStorage.FLOAT32)
        .autoencoder(new ImageSpec(1, 1, pixels, ValueRange.UNIT));
  }

  private Tensors run(
      ExportedNetwork network,
      GraphRole role,
      String input,
      float[] spikes,
      int size,
      float[] kept) {
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(network.graph(role))) {
      return graph.run(
          Map.of(
              input,
              Tensor.of(spikes, 1, samples, size),
              "kept_0",
              Tensor.of(kept, samples, kept.length / samples)));
    }
  }

  private void assertCounts(Tensors first, Tensors second, int t) {
    for (int n = 0; n < samples; n++) {
      long input = sum(at("X", t), n, pixels);
      long inner = sum(at("A1", t), n, hidden);
      long output = sum(at("A2", t), n, pixels);
      // Rows: the input as a layer of its own, then the hidden neurons.
      assertThat(column(first, "spikes", n)).containsExactly(input, inner);
      assertThat(column(first, "taps", n)).containsExactly(0, input);
      assertThat(column(second, "spikes", n)).containsExactly(output);
      assertThat(column(second, "taps", n)).containsExactly(inner);
    }
  }

  private long[] column(Tensors outputs, String name, int sample) {
    long[] counts = outputs.longs(name).data();
    long[] column = new long[counts.length / samples];
    for (int l = 0; l < column.length; l++) {
      column[l] = counts[l * samples + sample];
    }
    return column;
  }

  private static long sum(float[] spikes, int sample, int size) {
    long sum = 0;
    for (int i = sample * size; i < (sample + 1) * size; i++) {
      sum += (long) spikes[i];
    }
    return sum;
  }

  private float[] kept(String potential, float[] spikes, int t) {
    float[] kept = at(potential, t);
    for (int i = 0; i < kept.length; i++) {
      kept[i] = spikes[i] > 0 ? 0 : kept[i];
    }
    return kept;
  }

  private float[] at(String name, int t) {
    float[] all = golden.floats(name);
    int size = all.length / golden.shape(name)[0];
    return Arrays.copyOfRange(all, t * size, (t + 1) * size);
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double allowed = 1e-5 + 1e-4 * Math.abs(expected[i]);
      assertThat(actual[i]).isCloseTo(expected[i], within((float) allowed));
    }
  }
}
