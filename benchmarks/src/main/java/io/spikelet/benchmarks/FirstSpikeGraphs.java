package io.spikelet.benchmarks;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.export.OnnxGraphBuilder;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import io.spikelet.training.export.SpikeTiming;
import io.spikelet.training.export.TtfsClassifierExporter;
import io.spikelet.training.export.TtfsClassifierExporter.Neurons;
import io.spikelet.training.export.WeightStorage;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Two layers of neurons that fire at most once with random weights, as two graphs: inputs sorted by
 * time and all 256 time steps computed as matrix products.
 *
 * <p>Weights are multiples of 1/64, whose sums are exact in any order: the two must agree to the
 * step.
 */
final class FirstSpikeGraphs implements AutoCloseable {

  private static final int TIME_STEPS = 256;
  private static final int THRESHOLD = 100;

  private final int pixels;
  private final OnnxGraph sorted;
  private final OnnxGraph everyStep;

  private FirstSpikeGraphs(int pixels, OnnxGraph sorted, OnnxGraph everyStep) {
    this.pixels = pixels;
    this.sorted = sorted;
    this.everyStep = everyStep;
  }

  /**
   * Exports a network twice and opens the graphs.
   *
   * @param sizes pixels, hidden neurons and outputs, joined by hyphens
   * @param active share of pixels that are not black
   */
  static FirstSpikeGraphs open(String sizes, double active) {
    int[] size = Arrays.stream(sizes.split("-", -1)).mapToInt(Integer::parseInt).toArray();
    Random random = new Random(1);
    float[] first = weights(random, size[0], size[1], active);
    float[] second = weights(random, size[1], size[2], 1);
    try (OnnxEngine engine = new OnnxEngine()) {
      return new FirstSpikeGraphs(
          size[0],
          engine.open(sorted(size, first, second)),
          engine.open(everyStep(size, first, second)));
    }
  }

  /** Such that a neuron crosses its threshold when about half of the active inputs have fired. */
  private static float[] weights(Random random, int inputs, int outputs, double active) {
    double bound = 8 * THRESHOLD / (active * inputs);
    float[] weight = new float[inputs * outputs];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = Math.round(64 * bound * (random.nextFloat() - 0.25)) / 64f;
    }
    return weight;
  }

  private static byte[] sorted(int[] size, float[] first, float[] second) {
    NamedWeights weights =
        new NamedWeights(
            Map.of(
                "dense.0.weight", new WeightArray(new long[] {size[0], size[1]}, first),
                "dense.1.weight", new WeightArray(new long[] {size[1], size[2]}, second)));
    Neurons neurons = new Neurons(TIME_STEPS, SpikeTiming.SAME_STEP, THRESHOLD, THRESHOLD);
    ImageSpec image = new ImageSpec(1, 1, size[0], ValueRange.UNIT);
    return TtfsClassifierExporter.export(weights, neurons, image, WeightStorage.FLOAT32)
        .graph(GraphRole.CLASSIFIER);
  }

  private static byte[] everyStep(int[] size, float[] first, float[] second) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("every-step", WeightStorage.FLOAT32);
    Value image = graph.input("image", BATCH, 1, 1, size[0]);
    Value darkness = graph.node("Sub", graph.scalar(1), image);
    Value times = graph.node("Floor", graph.node("Mul", darkness, graph.scalar(TIME_STEPS)));
    Value input = graph.node("Reshape", times, graph.list(-1, 1, size[0]));
    Value hidden = layer(graph, input, first, size[0], size[1]);
    Value outputs =
        layer(graph, graph.node("Unsqueeze", hidden, graph.list(1)), second, size[1], size[2]);
    Value whole = graph.node("Cast", Map.of("to", ElementType.INT64.code()), outputs);
    graph.output("times", whole, ElementType.INT64, BATCH, size[2]);
    return graph.build();
  }

  /** Times {@code [N, 1, inputs]} to {@code [N, outputs]}, by way of {@code [N, T, ...]}. */
  private static Value layer(
      OnnxGraphBuilder graph, Value times, float[] weight, int inputs, int outputs) {
    float[] steps = new float[TIME_STEPS];
    IntStream.range(0, TIME_STEPS).forEach(t -> steps[t] = t);
    Value step = graph.floats(steps, TIME_STEPS, 1);
    Value spikes =
        graph.node(
            "Cast", Map.of("to", ElementType.FLOAT32.code()), graph.node("Equal", times, step));
    Value rows = graph.node("Reshape", spikes, graph.list(-1, inputs));
    Value currents = graph.node("Gemm", rows, graph.floats(weight, inputs, outputs));
    Value perStep = graph.node("Reshape", currents, graph.list(-1, TIME_STEPS, outputs));
    Value potentials = graph.node("CumSum", perStep, graph.longs(new long[] {1}));
    Value crossed = graph.node("Greater", potentials, graph.scalar(THRESHOLD));
    Value candidates = graph.node("Where", crossed, step, graph.scalar(TIME_STEPS));
    return graph.node("ReduceMin", Map.of("axes", new long[] {1}, "keepdims", 0L), candidates);
  }

  /**
   * Random images.
   *
   * @param active share of pixels that are not black
   */
  Tensor images(int count, double active) {
    Random random = new Random(2);
    float[] levels = new float[count * pixels];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = random.nextDouble() < active ? (1 + random.nextInt(255)) / 255f : 0;
    }
    return Tensor.of(levels, count, 1, 1, pixels);
  }

  /** Times of the outputs by sorted inputs, {@code [N, outputs]}. */
  long[] sorted(Tensor images) {
    return sorted.run(Map.of("image", images)).longs("times").data();
  }

  /** The same, one image after the other. */
  long[] sortedAlone(Tensor images) {
    int count = Math.toIntExact(images.shape()[0]);
    long[][] times = new long[count][];
    for (int n = 0; n < count; n++) {
      times[n] = sorted(image(images, n));
    }
    return Arrays.stream(times).flatMapToLong(Arrays::stream).toArray();
  }

  private Tensor image(Tensor images, int n) {
    float[] levels = ((Tensor.FloatTensor) images).data();
    return Tensor.of(Arrays.copyOfRange(levels, n * pixels, (n + 1) * pixels), 1, 1, 1, pixels);
  }

  /** The same by all time steps. */
  long[] everyStep(Tensor images) {
    return everyStep.run(Map.of("image", images)).longs("times").data();
  }

  /**
   * Checks that all give the same times, and that some outputs fire before the end.
   *
   * @throws IllegalStateException if not
   */
  void requireSameTimes(Tensor images) {
    long[] times = sorted(images);
    if (!Arrays.equals(times, everyStep(images)) || !Arrays.equals(times, sortedAlone(images))) {
      throw new IllegalStateException("the graphs fire at different times");
    }
    if (Arrays.stream(times).noneMatch(time -> time < TIME_STEPS)) {
      throw new IllegalStateException("no output fires");
    }
  }

  @Override
  public void close() {
    sorted.close();
    everyStep.close();
  }
}
