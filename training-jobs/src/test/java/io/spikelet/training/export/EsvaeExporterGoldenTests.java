package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests for {@link EsvaeExporter} against the numbers of the published code. */
class EsvaeExporterGoldenTests {

  private static final float TOLERANCE = 1e-4f;

  /** Isolated spikes may differ, because sums of another order round otherwise. */
  private static final int FLIPS = 10;

  private final GoldenNetwork golden = new GoldenNetwork("f_esvae");
  private final int samples = golden.images();
  private final int timeSteps = golden.timeSteps();
  private final int latentSize = golden.latentSize();
  private final ExportedNetwork network =
      EsvaeExporter.export(golden.weights(), timeSteps, WeightStorage.FLOAT32);

  @Test
  void encoderGivesTheFiringRatesOfThePublishedCode() {
    float[] spikes = encode().floats("spikes_out").data();
    assertThat(flips(spikes, golden.timeFirst("spk/latent_xe"))).isLessThanOrEqualTo(FLIPS);
    float[] expected = golden.vectors.floats("r_q");
    int different = 0;
    for (int i = 0; i < expected.length; i++) {
      float rate = 0;
      for (int t = 0; t < timeSteps; t++) {
        rate += spikes[t * expected.length + i] / timeSteps;
      }
      different += Math.abs(rate - expected[i]) > 1e-6 ? 1 : 0;
    }
    assertThat(different).isLessThanOrEqualTo(FLIPS);
  }

  @Test
  void decoderReconstructsAsThePublishedCode() {
    float[] image = decode("z").floats("image").data();
    assertThat(image).containsExactly(golden.vectors.floats("recon"), within(TOLERANCE));
    float[] original = golden.vectors.floats("image");
    double error = 0;
    for (int i = 0; i < image.length; i++) {
      double difference = image[i] - original[i];
      error += difference * difference / image.length;
    }
    double expected = golden.vectors.scalar("recon_mse");
    assertThat(error).isCloseTo(expected, within(1e-5 + 1e-4 * expected));
  }

  @Test
  void priorAndDecoderGenerateAsThePublishedCode() {
    Tensor normals = Tensor.of(golden.vectors.floats("gen_zn"), samples, latentSize);
    float[] rates = run(GraphRole.PRIOR, "normals", normals).floats("rates").data();
    assertThat(rates).containsExactly(golden.vectors.floats("gen_rate"), within(1e-5f));
    float[] image = decode("gen_z").floats("image").data();
    assertThat(image).containsExactly(golden.vectors.floats("gen_image"), within(TOLERANCE));
  }

  @Test
  void synapticOperationsEqualTheExactCount() {
    GoldenVectors counted = GoldenVectors.open("n_ops");
    long[] counts = counted.longs("counts");
    int columns = counted.shape("counts")[1];
    Tensors encoded = encode();
    Tensors decoded = decode("z");
    int row = 0;
    for (GraphRole role : List.of(GraphRole.ENCODER, GraphRole.DECODER)) {
      Tensors outputs = role == GraphRole.ENCODER ? encoded : decoded;
      List<LayerSpec> layers = layersOf(role);
      for (int l = 0; l < layers.size(); l++) {
        LayerSpec layer = layers.get(l);
        if (layer.kind() == LayerSpec.Kind.SAMPLING) {
          // The drawn spikes: what the next layer of the count receives.
          assertThat(sum(outputs, "spikes", l)).isEqualTo(counts[row * columns]);
          continue;
        }
        long[] expected = Arrays.copyOfRange(counts, row * columns, ++row * columns);
        long taps = sum(outputs, "taps", l);
        long operations =
            layer.input() == LayerSpec.Input.REAL
                ? layer.denseOperations() * samples
                : taps * layer.outputChannels();
        assertThat(operations).as(layer.name()).isEqualTo(expected[3]);
        assertThat(sum(outputs, "spikes", l)).as(layer.name()).isEqualTo(expected[6]);
      }
    }
    assertThat(row).isEqualTo(counted.shape("counts")[0]);
  }

  @Test
  void everyLayerSpikesAsInThePublishedCode() {
    ConvolutionalShape shape = ConvolutionalShape.of(golden.weights(), timeSteps);
    int levels = shape.encoderChannels().size();
    for (int level = 1; level < levels; level++) {
      String name = "encoder." + level;
      assertLayer(name, "spk/enc" + (level - 1), "spk/enc" + level, Connection.Kind.CONVOLUTION);
    }
    assertLayer(
        "before_latent_layer", "spk/enc" + (levels - 1), "spk/latent_xe", Connection.Kind.DENSE);
    assertLayer("decoder_input", "z", "spk/dec_in", Connection.Kind.DENSE);
    for (int level = 0; level < levels - 1; level++) {
      assertLayer(
          "decoder." + level,
          level == 0 ? "spk/dec_in" : "spk/dec" + (level - 1),
          "spk/dec" + level,
          Connection.Kind.TRANSPOSED_CONVOLUTION);
    }
    assertLayer(
        "final_layer.0",
        "spk/dec" + (levels - 2),
        "spk/final0",
        Connection.Kind.TRANSPOSED_CONVOLUTION);
  }

  @Test
  void theFirstLayerSpikesAsInThePublishedCode() {
    int[] shape = golden.vectors.shape("image");
    int outputs = golden.vectors.shape("spk/enc0")[1];
    LayerGraph layer = new LayerGraph(timeSteps);
    byte[] graph =
        layer.ofPicture(
            new SpikingGraph.Extent(shape[1], shape[2], shape[3]),
            connection("encoder.0", Connection.Kind.CONVOLUTION, shape[1], outputs));
    Tensor image = Tensor.of(golden.vectors.floats("image"), samples, shape[1], shape[2], shape[3]);
    float[] spikes = run(graph, "in", image).floats("out").data();
    assertThat(flips(spikes, golden.timeFirst("spk/enc0"))).isLessThanOrEqualTo(FLIPS);
  }

  @Test
  void halfPrecisionKeepsTheGoldenWeightsImage() {
    ExportedNetwork halves =
        EsvaeExporter.export(golden.weights(), timeSteps, WeightStorage.FLOAT16);
    byte[] decoder = halves.graph(GraphRole.DECODER);
    assertThat(decoder.length).isLessThan(network.graph(GraphRole.DECODER).length * 55 / 100);
    float[] image = run(decoder, "latent", latent("z")).floats("image").data();
    float[] exact = golden.vectors.floats("recon");
    double error = 0;
    for (int i = 0; i < image.length; i++) {
      error += Math.abs(image[i] - exact[i]) / image.length;
    }
    assertThat(error).isPositive().isLessThan(0.02);
  }

  /** A layer alone, fed with the stored spikes of the layer before. */
  private void assertLayer(String name, String before, String after, Connection.Kind kind) {
    int[] from = golden.vectors.shape(before);
    int[] to = golden.vectors.shape(after);
    boolean flat = from.length == 3;
    int side = ConvolutionalShape.INNERMOST_SIDE;
    SpikingGraph.Extent extent =
        flat && kind != Connection.Kind.DENSE
            ? new SpikingGraph.Extent(from[1] / (side * side), side, side)
            : flat
                ? new SpikingGraph.Extent(from[1], 1, 1)
                : new SpikingGraph.Extent(from[1], from[2], from[3]);
    int inputs = kind == Connection.Kind.DENSE ? extent.neurons() : extent.channels();
    byte[] graph =
        new LayerGraph(timeSteps).ofSpikes(extent, connection(name, kind, inputs, to[1]));
    float[] spikes =
        run(graph, "in", Tensor.of(golden.timeFirst(before), timeSteps, samples, extent.neurons()))
            .floats("out")
            .data();
    float[] expected = golden.timeFirst(after);
    assertThat(flips(first(spikes, to[0]), expected)).as(name).isLessThanOrEqualTo(FLIPS);
  }

  /** The first images only: some stored arrays hold fewer than the batch. */
  private float[] first(float[] spikes, int images) {
    int step = spikes.length / timeSteps;
    int kept = step / samples * images;
    float[] first = new float[timeSteps * kept];
    for (int t = 0; t < timeSteps; t++) {
      System.arraycopy(spikes, t * step, first, t * kept, kept);
    }
    return first;
  }

  private Connection connection(String name, Connection.Kind kind, int inputs, int outputs) {
    return Connection.normalised(
        golden.weights(), name, kind, inputs, outputs, LifModel.VARIATIONAL.threshold());
  }

  private Tensors encode() {
    int[] shape = golden.vectors.shape("image");
    return run(
        GraphRole.ENCODER,
        "image",
        Tensor.of(golden.vectors.floats("image"), shape[0], shape[1], shape[2], shape[3]));
  }

  private Tensors decode(String latent) {
    return run(GraphRole.DECODER, "latent", latent(latent));
  }

  private Tensor latent(String name) {
    return Tensor.of(golden.timeFirst(name), timeSteps, samples, latentSize);
  }

  private Tensors run(GraphRole role, String input, Tensor value) {
    return run(network.graph(role), input, value);
  }

  private static Tensors run(byte[] graph, String input, Tensor value) {
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph open = engine.open(graph)) {
      return open.run(Map.of(input, value));
    }
  }

  private List<LayerSpec> layersOf(GraphRole role) {
    return network.layers().stream().filter(layer -> layer.graph() == role).toList();
  }

  private long sum(Tensors outputs, String table, int row) {
    long[] data = outputs.longs(table).data();
    long sum = 0;
    for (int n = 0; n < samples; n++) {
      sum += data[row * samples + n];
    }
    return sum;
  }

  private static int flips(float[] spikes, float[] expected) {
    assertThat(spikes).hasSameSizeAs(expected);
    int flips = 0;
    for (int i = 0; i < spikes.length; i++) {
      flips += spikes[i] == expected[i] ? 0 : 1;
    }
    return flips;
  }
}
