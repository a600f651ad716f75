package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.Connection.Kind;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.SpikingGraph.Extent;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests for {@link SpikingGraph} against {@link ReferenceLayer}, exactly. */
class SpikingGraphTests {

  private static final int TIME_STEPS = 5;
  private static final int SAMPLES = 3;

  private final Random random = new Random(3);

  @Test
  void convolutionOfSpikesFollowsTheEquation() {
    assertLayer(new Extent(6, 16, 16), Kind.CONVOLUTION, 7, 2);
    assertLayer(new Extent(5, 4, 8), Kind.CONVOLUTION, 3, 2);
  }

  @Test
  void pointwiseConvolutionFollowsTheEquation() {
    assertLayer(new Extent(6, 4, 8), Kind.POINTWISE, 5, 1);
    assertLayer(new Extent(9, 7, 7), Kind.POINTWISE, 16, 1);
  }

  @Test
  void transposedConvolutionFollowsTheEquation() {
    assertLayer(new Extent(6, 2, 2), Kind.TRANSPOSED_CONVOLUTION, 5, 2);
    assertLayer(new Extent(4, 16, 16), Kind.TRANSPOSED_CONVOLUTION, 3, 2);
    assertLayer(new Extent(3, 4, 8), Kind.TRANSPOSED_CONVOLUTION, 8, 2);
  }

  @Test
  void denseLayerFollowsTheEquation() {
    assertLayer(new Extent(40, 1, 1), Kind.DENSE, 17, 1);
    assertLayer(new Extent(10, 2, 2), Kind.DENSE, 9, 1);
  }

  @Test
  void firstLayerOfLargeColourPicturesFollowsTheEquation() {
    Extent from = new Extent(3, 64, 64);
    Connection connection = connection(Kind.CONVOLUTION, from, 8);
    float[] image = new float[SAMPLES * from.neurons()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (random.nextInt(257) - 128) / 128f;
    }
    Tensors outputs =
        run(
            new LayerGraph(TIME_STEPS).ofPicture(from, connection),
            Tensor.of(image, SAMPLES, 3, 64, 64));
    ReferenceLayer reference = new ReferenceLayer(connection, from, 2);
    float[] repeated = new float[TIME_STEPS * image.length];
    for (int t = 0; t < TIME_STEPS; t++) {
      System.arraycopy(image, 0, repeated, t * image.length, image.length);
    }
    float[] expected = spikes(reference, repeated);
    assertThat(outputs.floats("out").data()).isEqualTo(expected);
    assertThat(outputs.longs("taps").data()).containsOnly(0);
  }

  @Test
  void readoutIsTheLeakySumOfEachStepsConvolution() {
    Extent from = new Extent(6, 8, 8);
    Connection connection = connection(Kind.TRANSPOSED_CONVOLUTION, from, 3);
    OnnxGraphBuilder builder = new OnnxGraphBuilder("readout", WeightStorage.FLOAT32);
    SpikingGraph graph = new SpikingGraph(builder, GraphRole.DECODER, TIME_STEPS);
    var in = graph.reshape(graph.sampled("in", from.neurons()), from);
    builder.output(
        "out", graph.readout("layer", in, connection), ElementType.FLOAT32, BATCH, 3, 8, 8);
    graph.finish();
    float[] inputs = randomSpikes(from);
    Tensors outputs = run(builder.build(), spikeTensor(inputs, from));
    ReferenceLayer reference = new ReferenceLayer(connection, from, 1);
    float[] found = outputs.floats("out").data();
    for (int n = 0; n < SAMPLES; n++) {
      double[] membrane = new double[reference.to.neurons()];
      reference.additions = 0;
      for (int t = 0; t < TIME_STEPS; t++) {
        double[] currents = reference.currents(inputs, (t * SAMPLES + n) * from.neurons());
        for (int i = 0; i < membrane.length; i++) {
          membrane[i] = 0.8 * membrane[i] + currents[i];
        }
      }
      for (int i = 0; i < membrane.length; i++) {
        assertThat((double) found[n * membrane.length + i])
            .isCloseTo(Math.tanh(membrane[i]), within(2e-6));
      }
      assertThat(outputs.longs("taps").data()[SAMPLES + n] * 3).isEqualTo(reference.additions);
      assertThat(outputs.longs("spikes").data()[SAMPLES + n]).isZero();
    }
  }

  @Test
  void neuronsSpikeAsTheGoldenTrace() {
    GoldenVectors golden = GoldenVectors.open("a_lif");
    assertThat(fire(golden, "x")).isEqualTo(golden.floats("spikes"));
    assertThat(fire(golden, "edge_x")).isEqualTo(golden.floats("edge_spikes"));
  }

  @Test
  void neuronsCompareStrictlyWithTheFloatNearestToTheThreshold() {
    float threshold = LifModel.VARIATIONAL.threshold();
    float[] currents = {
      threshold, Math.nextUp(threshold), Math.nextDown(threshold), 1e9f, -1e9f, 0, 0.5f, -0.25f
    };
    float[] spikes = fire(currents, 1, currents.length);
    assertThat(spikes).containsExactly(0, 1, 0, 1, 0, 0, 1, 0);
  }

  @Test
  void oneTimeStepIsRefused() {
    var builder = new OnnxGraphBuilder("short", WeightStorage.FLOAT32);
    assertThatThrownBy(() -> new SpikingGraph(builder, GraphRole.DECODER, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeSteps must be at least 2, not 1");
  }

  private void assertLayer(Extent from, Kind kind, int outputs, int stride) {
    Connection connection = connection(kind, from, outputs);
    float[] inputs = randomSpikes(from);
    LayerGraph graph = new LayerGraph(TIME_STEPS);
    Tensors found = run(graph.ofSpikes(from, connection), spikeTensor(inputs, from));
    ReferenceLayer reference = new ReferenceLayer(connection, from, stride);
    float[] expected = spikes(reference, inputs);
    assertThat(found.floats("out").data()).isEqualTo(expected);
    LayerSpec layer = graph.layers().getLast();
    for (int n = 0; n < SAMPLES; n++) {
      reference.additions = 0;
      for (int t = 0; t < TIME_STEPS; t++) {
        reference.currents(inputs, (t * SAMPLES + n) * from.neurons());
      }
      assertThat(found.longs("taps").data()[SAMPLES + n] * layer.outputChannels())
          .isEqualTo(reference.additions);
      assertThat(found.longs("spikes").data()[n]).isEqualTo(count(inputs, n, from.neurons()));
      assertThat(found.longs("spikes").data()[SAMPLES + n])
          .isEqualTo(count(expected, n, reference.to.neurons()));
    }
    reference.additions = 0;
    float[] all = new float[from.neurons()];
    Arrays.fill(all, 1);
    reference.currents(all, 0);
    assertThat(layer.denseMacs()).isEqualTo(reference.additions);
    assertThat(layer.neurons()).isEqualTo(reference.to.neurons());
  }

  private static long count(float[] spikes, int sample, int neurons) {
    long count = 0;
    for (int t = 0; t < TIME_STEPS; t++) {
      for (int i = 0; i < neurons; i++) {
        count += (long) spikes[(t * SAMPLES + sample) * neurons + i];
      }
    }
    return count;
  }

  /** Neurons after a layer, in doubles; exact, since all numbers are small dyadic fractions. */
  private static float[] spikes(ReferenceLayer layer, float[] inputs) {
    int neurons = layer.to.neurons();
    int step = inputs.length / TIME_STEPS / SAMPLES;
    float[] spikes = new float[TIME_STEPS * SAMPLES * neurons];
    for (int n = 0; n < SAMPLES; n++) {
      double[] potential = new double[neurons];
      for (int t = 0; t < TIME_STEPS; t++) {
        double[] currents = layer.currents(inputs, (t * SAMPLES + n) * step);
        for (int i = 0; i < neurons; i++) {
          boolean fired = t > 0 && spikes[((t - 1) * SAMPLES + n) * neurons + i] == 1;
          potential[i] = (fired ? 0 : 0.25 * potential[i]) + currents[i];
          spikes[(t * SAMPLES + n) * neurons + i] = potential[i] > 0.2f ? 1 : 0;
        }
      }
    }
    return spikes;
  }

  private Connection connection(Kind kind, Extent from, int outputs) {
    int inputs = kind == Kind.DENSE ? from.neurons() : from.channels();
    float[] weight = new float[inputs * outputs * positions(kind)];
    float[] bias = new float[outputs];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (random.nextInt(257) - 128) / 1024f;
    }
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (random.nextInt(257) - 128) / 1024f;
    }
    return new Connection(kind, inputs, outputs, weight, bias);
  }

  private static int positions(Kind kind) {
    return switch (kind) {
      case CONVOLUTION, TRANSPOSED_CONVOLUTION -> 9;
      case POINTWISE, DENSE -> 1;
    };
  }

  private float[] randomSpikes(Extent extent) {
    float[] spikes = new float[TIME_STEPS * SAMPLES * extent.neurons()];
    for (int i = 0; i < spikes.length; i++) {
      spikes[i] = random.nextInt(4) == 0 ? 1 : 0;
    }
    return spikes;
  }

  private static Tensor spikeTensor(float[] spikes, Extent extent) {
    return Tensor.of(spikes, TIME_STEPS, SAMPLES, extent.neurons());
  }

  /** The neurons alone, on currents with time last. */
  private static float[] fire(GoldenVectors golden, String currents) {
    int[] shape = golden.shape(currents);
    int steps = shape[shape.length - 1];
    float[] timeLast = golden.floats(currents);
    return transpose(
        fire(transpose(timeLast, timeLast.length / steps, steps), steps, timeLast.length / steps),
        steps,
        timeLast.length / steps);
  }

  private static float[] fire(float[] timeFirst, int steps, int neurons) {
    var graph = new OnnxGraphBuilder("neurons", WeightStorage.FLOAT32);
    var currents = graph.input("in", steps, neurons);
    graph.output(
        "out",
        new LifNeurons(graph, steps, LifModel.VARIATIONAL).fire(currents),
        ElementType.FLOAT32,
        steps,
        neurons);
    return run(graph.build(), Tensor.of(timeFirst, steps, neurons)).floats("out").data();
  }

  private static float[] transpose(float[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }

  private static Tensors run(byte[] graph, Tensor in) {
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph open = engine.open(graph)) {
      return open.run(Map.of("in", in));
    }
  }
}
