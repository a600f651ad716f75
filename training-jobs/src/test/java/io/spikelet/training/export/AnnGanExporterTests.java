package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelFamily;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests for {@link AnnGanExporter}, at the published size. */
class AnnGanExporterTests {

  private static final int LABELS = 10;
  private static final int LATENT = 100;
  private static final int HIDDEN = 400;
  private static final int PIXELS = 28 * 28;
  private static final ImageSpec IMAGE = new ImageSpec(1, 28, 28, ValueRange.SIGNED_UNIT);

  private final NamedWeights weights = RandomAnnGan.of(5, LABELS, LATENT, HIDDEN, PIXELS);
  private final ExportedNetwork network =
      AnnGanExporter.export(weights, IMAGE, WeightStorage.FLOAT16);

  @Test
  void imageHasTheSameBitsInEveryBatchWhateverTheOthersShow() {
    long[] labels = {7, 0, 7, 9, 3, 3, 1, 7, 2, 8, 5, 4, 6, 0, 9, 7, 1};
    float[] codes = normals(labels.length * LATENT);
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(network.graph(GraphRole.DECODER))) {
      float[] together = images(graph, codes, labels);
      for (int size : new int[] {1, 2, 3, 5, 16}) {
        for (int from = 0; from + size <= labels.length; from += size) {
          float[] some =
              images(
                  graph,
                  Arrays.copyOfRange(codes, from * LATENT, (from + size) * LATENT),
                  Arrays.copyOfRange(labels, from, from + size));
          assertThat(some)
              .isEqualTo(Arrays.copyOfRange(together, from * PIXELS, (from + size) * PIXELS));
        }
      }
    }
  }

  @Test
  void imageIsThatOfItsLabelsGenerator() {
    ExportedNetwork exact = AnnGanExporter.export(weights, IMAGE, WeightStorage.FLOAT32);
    float[] code = normals(LATENT);
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(exact.graph(GraphRole.DECODER))) {
      for (int label : new int[] {0, 4, 9}) {
        float[] image = images(graph, code, new long[] {label});
        double[] expected = image(label, code);
        for (int i = 0; i < PIXELS; i++) {
          assertThat((double) image[i]).isCloseTo(expected[i], within(1e-5));
        }
      }
    }
  }

  /** The definition: tanh of a dense layer of the positive parts of a dense layer. */
  private double[] image(int label, float[] code) {
    double[] noise = IntStream.range(0, LATENT).mapToDouble(i -> code[i]).toArray();
    double[] hidden = dense("generator.0", label, HIDDEN, noise);
    double[] active = Arrays.stream(hidden).map(sum -> Math.max(0, sum)).toArray();
    return Arrays.stream(dense("generator.1", label, PIXELS, active)).map(Math::tanh).toArray();
  }

  private double[] dense(String name, int label, int outputs, double[] in) {
    float[] weight = weights.get(name + ".weight").data();
    float[] bias = weights.get(name + ".bias").data();
    double[] sums = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      sums[o] = bias[label * outputs + o];
      for (int i = 0; i < in.length; i++) {
        sums[o] += weight[(label * outputs + o) * in.length + i] * in[i];
      }
    }
    return sums;
  }

  @Test
  void layerTableCountsOneGenerator() {
    assertThat(network.layers())
        .extracting(LayerSpec::name)
        .containsExactly("generator.0", "generator.1");
    assertThat(network.layers())
        .extracting(LayerSpec::denseMacs)
        .containsExactly(40_000L, 313_600L);
    assertThat(network.layers()).noneMatch(LayerSpec::spiking);
    assertThat(network.latentSize()).isEqualTo(LATENT);
  }

  @Test
  void publishedWeightsAreReadBackAsTheyWereStored() {
    List<String> labels = IntStream.range(0, LABELS).mapToObj(Integer::toString).toList();
    NamedWeights read =
        GraphWeights.of(Unpublished.of(ModelFamily.ANN_GAN, network, Map.of(), labels));
    assertThat(read.arrays().keySet()).isEqualTo(weights.arrays().keySet());
    for (String name : weights.arrays().keySet()) {
      float[] stored = weights.get(name).data();
      float[] expected = name.endsWith("bias") ? stored : WeightStorage.FLOAT16.rounded(stored);
      assertThat(read.get(name).data()).as(name).isEqualTo(expected);
    }
  }

  @Test
  void missingWeightIsNamed() {
    var arrays = new HashMap<>(weights.arrays());
    arrays.remove("generator.1.bias");
    assertThatThrownBy(
            () -> AnnGanExporter.export(new NamedWeights(arrays), IMAGE, WeightStorage.FLOAT32))
        .isInstanceOf(NamedWeights.UnfitWeightException.class)
        .hasMessageContaining("generator.1.bias");
  }

  private static float[] images(OnnxGraph graph, float[] codes, long[] labels) {
    return graph
        .run(
            Map.of(
                "latent", Tensor.of(codes, labels.length, LATENT),
                "label", Tensor.of(labels, labels.length)))
        .floats("image")
        .data();
  }

  private static float[] normals(int count) {
    Random random = new Random(6);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
