package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link AnnVaeExporter}; the published numbers are in {@code
 * FrechetAutoencoderNetworkTests}, beside the network.
 */
class AnnVaeExporterTests {

  private static final int SAMPLES = 7;
  private static final int LATENT = 32;
  private static final int PIXELS = 32 * 32;

  private final NamedWeights weights = RandomAnnVae.of(5, 1, LATENT, List.of(32, 64, 128, 256));
  private final ExportedNetwork network = AnnVaeExporter.export(weights, WeightStorage.FLOAT16);

  @Test
  void anImageHasTheSameBitsInEveryBatch() {
    for (String output : List.of("mean", "log_variance")) {
      assertSameBits(GraphRole.ENCODER, "image", new long[] {1, 32, 32}, output, LATENT);
    }
    assertSameBits(GraphRole.DECODER, "latent", new long[] {LATENT}, "image", PIXELS);
  }

  private void assertSameBits(
      GraphRole role, String input, long[] shape, String output, int outputs) {
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(network.graph(role))) {
      int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
      float[] values = normals(SAMPLES * size);
      float[] together = run(graph, input, values, SAMPLES, shape, output);
      for (int n = 0; n < SAMPLES; n++) {
        float[] own = Arrays.copyOfRange(values, n * size, (n + 1) * size);
        assertThat(run(graph, input, own, 1, shape, output))
            .isEqualTo(Arrays.copyOfRange(together, n * outputs, (n + 1) * outputs));
      }
    }
  }

  private static float[] run(
      OnnxGraph graph, String input, float[] values, int samples, long[] shape, String output) {
    long[] batch = new long[shape.length + 1];
    batch[0] = samples;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return graph.run(Map.of(input, Tensor.of(values, batch))).floats(output).data();
  }

  private static float[] normals(int count) {
    Random random = new Random(6);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void layerTableHasEveryLayerOnceWithMultiplicationsInsideThePicture() {
    assertThat(network.layers())
        .extracting(LayerSpec::name)
        .containsExactly(
            "encoder.0.0",
            "encoder.1.0",
            "encoder.2.0",
            "encoder.3.0",
            "mean_layer",
            "log_variance_layer",
            "decoder_input",
            "decoder.0.0",
            "decoder.1.0",
            "decoder.2.0",
            "final_layer.0",
            "final_layer.3");
    assertThat(network.layers())
        .allMatch(layer -> layer.input() == LayerSpec.Input.REAL)
        .allMatch(layer -> layer.evaluations() == 1)
        .noneMatch(LayerSpec::spiking);
    Map<String, Long> macs = new HashMap<>();
    network.layers().forEach(layer -> macs.put(layer.name(), layer.denseMacs()));
    // Sixteen outputs a side, three positions each but the first, which has one outside.
    assertThat(macs.get("encoder.0.0")).isEqualTo((16L * 3 - 1) * (16 * 3 - 1) * 32);
    assertThat(macs.get("mean_layer")).isEqualTo(1024L * LATENT);
    // Sixteen inputs a side, three positions each but the first.
    assertThat(macs.get("final_layer.0")).isEqualTo((16L * 3 - 1) * (16 * 3 - 1) * 32 * 32);
    assertThat(macs.get("final_layer.3")).isEqualTo((32L * 3 - 2) * (32 * 3 - 2) * 32);
  }

  @Test
  void sizesAreTakenFromTheWeights() {
    var large =
        AnnVaeExporter.export(RandomAnnVae.of(1, 3, 7, List.of(2, 3, 4)), WeightStorage.FLOAT32);
    assertThat(large.timeSteps()).isEqualTo(1);
    assertThat(large.latentSize()).isEqualTo(7);
    assertThat(large.image().channels()).isEqualTo(3);
    assertThat(large.image().height()).isEqualTo(16);
  }

  @Test
  void missingWeightIsNamed() {
    var arrays = new HashMap<>(weights.arrays());
    arrays.remove("decoder.1.1.running_var");
    assertThatThrownBy(() -> AnnVaeExporter.export(new NamedWeights(arrays), WeightStorage.FLOAT32))
        .isInstanceOf(NamedWeights.UnfitWeightException.class)
        .hasMessageContaining("decoder.1.1.running_var");
  }
}
