package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.Connection.Kind;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.export.SpikingGraph.Extent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests for {@link ClassifierExporter} against plain loops. */
class ClassifierExporterTests {

  private static final int SAMPLES = 5;

  private final Random random = new Random(8);
  private final NamedWeights weights = weights();
  private final ExportedNetwork network =
      ClassifierExporter.export(
          weights, new ImageSpec(3, 12, 8, ValueRange.UNIT), WeightStorage.FLOAT32);
  private final float[] images = uniform(SAMPLES * 3 * 12 * 8, 1);

  @Test
  void scoresAreThoseOfPlainLoops() {
    float[] scores = scores(images, SAMPLES);
    for (int n = 0; n < SAMPLES; n++) {
      double[] expected = reference(Arrays.copyOfRange(images, n * 288, (n + 1) * 288));
      for (int k = 0; k < expected.length; k++) {
        assertThat((double) scores[n * expected.length + k]).isCloseTo(expected[k], within(1e-6));
      }
    }
  }

  @Test
  void anImageHasTheSameScoresInEveryBatch() {
    float[] scores = scores(images, SAMPLES);
    for (int n = 0; n < SAMPLES; n++) {
      assertThat(scores(Arrays.copyOfRange(images, n * 288, (n + 1) * 288), 1))
          .isEqualTo(Arrays.copyOfRange(scores, n * 4, (n + 1) * 4));
    }
  }

  @Test
  void layerTableCountsMultiplicationsInsideThePicture() {
    assertThat(network.layers())
        .extracting(LayerSpec::denseMacs)
        .containsExactly(
            (12L * 3 - 2) * (8 * 3 - 2) * 3 * 6,
            (6L * 3 - 2) * (4 * 3 - 2) * 6 * 5,
            5L * 3 * 2 * 7,
            7L * 4);
  }

  private double[] reference(float[] image) {
    double[] first = pooled("conv.0", new Extent(3, 12, 8), 6, image);
    double[] second = pooled("conv.1", new Extent(6, 6, 4), 5, floats(first));
    double[] hidden = dense("dense.0", second, 7);
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = Math.max(0, hidden[i]);
    }
    double[] logits = dense("dense.1", hidden, 4);
    double total = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(logit -> Math.exp(logit) / total).toArray();
  }

  private double[] pooled(String name, Extent from, int outputs, float[] inputs) {
    Connection connection =
        Connection.plain(weights, name, Kind.CONVOLUTION, from.channels(), outputs);
    double[] sums = new ReferenceLayer(connection, from, 1).currents(inputs, 0);
    int height = from.height() / 2;
    int width = from.width() / 2;
    double[] pooled = new double[outputs * height * width];
    for (int i = 0; i < sums.length; i++) {
      int y = i / from.width() % from.height();
      int x = i % from.width();
      int at = (i / from.places() * height + y / 2) * width + x / 2;
      pooled[at] = Math.max(pooled[at], sums[i]);
    }
    return pooled;
  }

  private double[] dense(String name, double[] inputs, int outputs) {
    Connection connection = Connection.plain(weights, name, Kind.DENSE, inputs.length, outputs);
    return new ReferenceLayer(connection, new Extent(inputs.length, 1, 1), 1)
        .currents(floats(inputs), 0);
  }

  private float[] scores(float[] pixels, int samples) {
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(network.graph(GraphRole.CLASSIFIER))) {
      return graph
          .run(Map.of("image", Tensor.of(pixels, samples, 3, 12, 8)))
          .floats("scores")
          .data();
    }
  }

  private NamedWeights weights() {
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    put(arrays, "conv.0", 6, 3, 3, 3);
    put(arrays, "conv.1", 5, 6, 3, 3);
    put(arrays, "dense.0", 7, 5 * 3 * 2);
    put(arrays, "dense.1", 4, 7);
    return new NamedWeights(arrays);
  }

  private void put(Map<String, WeightArray> arrays, String name, long... shape) {
    int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    arrays.put(name + ".weight", new WeightArray(shape, uniform(size, 0.4f)));
    arrays.put(
        name + ".bias",
        new WeightArray(new long[] {shape[0]}, uniform(Math.toIntExact(shape[0]), 0.4f)));
  }

  private float[] uniform(int size, float bound) {
    float[] data = new float[size];
    for (int i = 0; i < size; i++) {
      data[i] = bound * (2 * random.nextFloat() - 1);
    }
    return data;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
