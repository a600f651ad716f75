package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.NamedWeights.UnfitWeightException;
import io.spikelet.training.export.NamedWeights.WeightArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests for {@link EsvaeExporter} with random weights of other sizes than the golden ones. */
class EsvaeExporterTests {

  private static final List<Integer> LARGE = List.of(4, 8, 8, 16, 16);

  private final NamedWeights large = RandomNetwork.esvae(4, 3, 24, LARGE);

  @Test
  void sizesComeFromTheWeights() {
    ExportedNetwork network = EsvaeExporter.export(large, 4, WeightStorage.FLOAT32);
    assertThat(network.image().channels()).isEqualTo(3);
    assertThat(network.image().height()).isEqualTo(64);
    assertThat(network.latentSize()).isEqualTo(24);
    assertThat(network.layers())
        .extracting(LayerSpec::name)
        .containsExactly(
            "encoder.0",
            "encoder.1",
            "encoder.2",
            "encoder.3",
            "encoder.4",
            "before_latent_layer",
            "sample_layer",
            "latent",
            "decoder_input",
            "decoder.0",
            "decoder.1",
            "decoder.2",
            "decoder.3",
            "final_layer.0",
            "final_layer.1");
  }

  @Test
  void anImageHasTheSameBitsInEveryBatch() {
    ExportedNetwork network = EsvaeExporter.export(large, 2, WeightStorage.FLOAT16);
    Random random = new Random(1);
    int samples = 7;
    float[] latents = spikes(random, 2 * samples * 24);
    float[] normals = new float[samples * 24];
    for (int i = 0; i < normals.length; i++) {
      normals[i] = (float) random.nextGaussian();
    }
    float[] images = new float[samples * 3 * 64 * 64];
    for (int i = 0; i < images.length; i++) {
      images[i] = 2 * random.nextFloat() - 1;
    }
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph encoder = engine.open(network.graph(GraphRole.ENCODER));
        OnnxGraph prior = engine.open(network.graph(GraphRole.PRIOR));
        OnnxGraph decoder = engine.open(network.graph(GraphRole.DECODER))) {
      float[] decoded = decode(decoder, latents, samples);
      float[] rates =
          prior.run(Map.of("normals", Tensor.of(normals, samples, 24))).floats("rates").data();
      float[] encoded = encode(encoder, images, samples);
      for (int n = 0; n < samples; n++) {
        float[] alone = decode(decoder, timeRows(latents, n, samples, 24), 1);
        assertThat(alone).isEqualTo(row(decoded, n, samples));
        float[] rate =
            prior
                .run(Map.of("normals", Tensor.of(row(normals, n, samples), 1, 24)))
                .floats("rates")
                .data();
        assertThat(rate).isEqualTo(row(rates, n, samples));
        assertThat(encode(encoder, row(images, n, samples), 1))
            .isEqualTo(timeRows(encoded, n, samples, 24));
      }
    }
  }

  @Test
  void sameWeightsGiveTheSameBytes() {
    byte[] once = EsvaeExporter.export(large, 4, WeightStorage.FLOAT16).graph(GraphRole.DECODER);
    byte[] twice = EsvaeExporter.export(large, 4, WeightStorage.FLOAT16).graph(GraphRole.DECODER);
    assertThat(once).isEqualTo(twice);
  }

  @Test
  void missingWeightIsNamed() {
    Map<String, WeightArray> arrays = new HashMap<>(large.arrays());
    arrays.remove("decoder.1.bn.bias");
    assertThatThrownBy(
            () -> EsvaeExporter.export(new NamedWeights(arrays), 4, WeightStorage.FLOAT32))
        .isInstanceOf(UnfitWeightException.class)
        .hasMessageStartingWith("weight decoder.1.bn.bias is missing");
  }

  @Test
  void weightOfAnotherShapeIsNamed() {
    Map<String, WeightArray> arrays = new HashMap<>(large.arrays());
    arrays.put("encoder.2.bias", new WeightArray(new long[] {2, 4}, new float[8]));
    assertThatThrownBy(
            () -> EsvaeExporter.export(new NamedWeights(arrays), 4, WeightStorage.FLOAT32))
        .isInstanceOf(UnfitWeightException.class)
        .hasMessage("weight encoder.2.bias must have shape [8], but has [2, 4]");
  }

  @Test
  void weightThatIsNotANumberIsNamed() {
    Map<String, WeightArray> arrays = new HashMap<>(large.arrays());
    float[] bias = new float[8];
    bias[5] = Float.NaN;
    arrays.put("encoder.2.bias", new WeightArray(new long[] {8}, bias));
    assertThatThrownBy(
            () -> EsvaeExporter.export(new NamedWeights(arrays), 4, WeightStorage.FLOAT32))
        .isInstanceOf(UnfitWeightException.class)
        .hasMessage("weight encoder.2.bias is NaN at position 5");
  }

  private static float[] decode(OnnxGraph decoder, float[] latents, int samples) {
    return decoder.run(Map.of("latent", Tensor.of(latents, 2, samples, 24))).floats("image").data();
  }

  private static float[] encode(OnnxGraph encoder, float[] images, int samples) {
    return encoder
        .run(Map.of("image", Tensor.of(images, samples, 3, 64, 64)))
        .floats("spikes_out")
        .data();
  }

  private static float[] spikes(Random random, int count) {
    float[] spikes = new float[count];
    for (int i = 0; i < count; i++) {
      spikes[i] = random.nextInt(3) == 0 ? 1 : 0;
    }
    return spikes;
  }

  private static float[] row(float[] data, int row, int rows) {
    int size = data.length / rows;
    return Arrays.copyOfRange(data, row * size, (row + 1) * size);
  }

  /** One sample of {@code [T, samples, size]}. */
  private static float[] timeRows(float[] data, int sample, int samples, int size) {
    int steps = data.length / samples / size;
    float[] own = new float[steps * size];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(data, (t * samples + sample) * size, own, t * size, size);
    }
    return own;
  }
}
