package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.generator.spiking.LeakyReadout;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.LayerSpec.Input;
import io.spikelet.runtime.model.LayerSpec.Kind;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A spiking network being written as an ONNX graph, layer by layer: what all families of spiking
 * convolutional networks here have in common. Also writes down the layer table, and counts the
 * spikes and taps of each layer and image ({@link SpikeCounts}).
 *
 * <p>Time is folded into the batch, steps outside, images inside: {@code [T*N, C, H, W]}. Only the
 * neurons know time. A picture is the same at every step, so the first layer's current is computed
 * once; the layer table still counts it at every step, as the energy models of the literature do.
 *
 * <p>Dense layers multiply a matrix of T*N rows. With one row the engine takes another routine that
 * may round otherwise than for many, so one time step is refused: an image's bits must not depend
 * on its batch. A {@linkplain #stepwise stepwise} graph, which has one, adds a row of zeros.
 */
final class SpikingGraph {

  private static final int FEWEST_TIME_STEPS = 2;

  /** What flows between two layers. */
  sealed interface Signal {

    Value value();

    /** Sizes of one image at one time step. */
    Extent extent();

    /** A picture, {@code [N, C, H, W]}, the same at every time step. */
    record Picture(Value value, Extent extent) implements Signal {}

    /**
     * Spikes, {@code [T*N, C, H, W]} or {@code [T*N, C*H*W]} of 0 and 1.
     *
     * @param counted whether a row of the counts has them already, or another graph's
     */
    record Spikes(Value value, Extent extent, boolean counted) implements Signal {

      /** Spikes of a layer of this graph that are still to be counted. */
      Spikes(Value value, Extent extent) {
        this(value, extent, false);
      }

      /** The same spikes for a further layer that receives them. */
      Spikes again() {
        return new Spikes(value, extent, true);
      }
    }
  }

  /** Channels and picture size. A dense layer's neurons are channels of one pixel. */
  record Extent(int channels, int height, int width) {

    int neurons() {
      return Math.multiplyExact(channels, places());
    }

    int places() {
      return Math.multiplyExact(height, width);
    }
  }

  private final OnnxGraphBuilder graph;
  private final GraphRole role;
  private final int timeSteps;
  private final LifNeurons neurons;
  private final SpikeCounts counts;
  private final List<LayerSpec> layers = new ArrayList<>();
  private final boolean stepwise;
  private int states;

  /** A graph of the variational families' neurons. */
  SpikingGraph(OnnxGraphBuilder graph, GraphRole role, int timeSteps) {
    this(graph, role, timeSteps, LifModel.VARIATIONAL);
  }

  SpikingGraph(OnnxGraphBuilder graph, GraphRole role, int timeSteps, LifModel model) {
    this(graph, role, timeSteps, model, false);
    if (timeSteps < FEWEST_TIME_STEPS) {
      throw new IllegalArgumentException(
          "timeSteps must be at least " + FEWEST_TIME_STEPS + ", not " + timeSteps);
    }
  }

  private SpikingGraph(
      OnnxGraphBuilder graph, GraphRole role, int timeSteps, LifModel model, boolean stepwise) {
    this.graph = graph;
    this.role = role;
    this.timeSteps = timeSteps;
    this.neurons = new LifNeurons(graph, timeSteps, model);
    this.counts = new SpikeCounts(graph, timeSteps);
    this.stepwise = stepwise;
  }

  /**
   * A graph of one time step. What is left of the potentials of its layers comes in as {@code
   * kept_0}, {@code kept_1}, ... (zeros before the first step) and goes out as {@code kept_out_0},
   * ..., to be handed to the next step.
   */
  static SpikingGraph stepwise(OnnxGraphBuilder graph, GraphRole role) {
    return new SpikingGraph(graph, role, 1, LifModel.VARIATIONAL, true);
  }

  /** The layers written so far, in order. */
  List<LayerSpec> layers() {
    return List.copyOf(layers);
  }

  /** Adds the input of a picture {@code [N, C, H, W]}. */
  Signal.Picture picture(String name, Extent extent) {
    Value value = graph.input(name, BATCH, extent.channels(), extent.height(), extent.width());
    return new Signal.Picture(value, extent);
  }

  /** Adds the input of spikes {@code [T, N, C*H*W]} that another graph's neurons fired. */
  Signal.Spikes received(String name, Extent extent) {
    Value value = graph.input(name, timeSteps, BATCH, extent.neurons());
    return reshape(new Signal.Spikes(value, extent, true), extent);
  }

  /** Goes on from a picture {@code [N, C, H, W]} that was made within the graph. */
  static Signal.Picture made(Value value, Extent extent) {
    return new Signal.Picture(value, extent);
  }

  /** Adds the input of spikes {@code [T, N, D]} that somebody else drew, as a layer of its own. */
  Signal.Spikes sampled(String name, int size) {
    Extent extent = new Extent(size, 1, 1);
    Value value = graph.input(name, timeSteps, BATCH, size);
    layers.add(new LayerSpec(name, role, Kind.SAMPLING, Input.NONE, size, 1, 0, timeSteps, true));
    counts.noTaps();
    return new Signal.Spikes(value, extent);
  }

  /** As {@link #sampled} in a stepwise graph: spikes {@code [N, D]} of one time step. */
  Signal.Spikes sampledStep(String name, int size) {
    counts.noTaps();
    return new Signal.Spikes(graph.input(name, BATCH, size), new Extent(size, 1, 1));
  }

  /** Adds a convolution (kernel 3, padding 1) and its neurons. */
  Signal.Spikes convolution(String name, Signal in, Connection connection, int stride) {
    Extent from = in.extent();
    Extent to =
        new Extent(
            connection.outputs(),
            KernelPositions.outputSize(from.height(), stride),
            KernelPositions.outputSize(from.width(), stride));
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape", new long[] {3, 3},
            "strides", new long[] {stride, stride},
            "pads", new long[] {1, 1, 1, 1});
    var positions = KernelPositions.ofConvolution(from.height(), from.width(), stride);
    receive(in, positions);
    describe(name, Kind.CONVOLUTION, in, connection, positions, to);
    return neurons(in, convolve("Conv", attributes, in, connection), to);
  }

  /** Adds a convolution of kernel 1 and its neurons. */
  Signal.Spikes pointwise(String name, Signal in, Connection connection) {
    Extent from = in.extent();
    Extent to = new Extent(connection.outputs(), from.height(), from.width());
    var positions = KernelPositions.ofDense(from);
    receive(in, positions);
    describe(name, Kind.CONVOLUTION, in, connection, positions, to);
    Map<String, Object> attributes = Map.of("kernel_shape", new long[] {1, 1});
    return neurons(in, convolve("Conv", attributes, in, connection), to);
  }

  /** Adds a transposed convolution (kernel 3, padding 1) to twice the size, and its neurons. */
  Signal.Spikes doubling(String name, Signal.Spikes in, Connection connection) {
    Extent from = in.extent();
    Extent to = new Extent(connection.outputs(), 2 * from.height(), 2 * from.width());
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape", new long[] {3, 3},
            "strides", new long[] {2, 2},
            "pads", new long[] {1, 1, 1, 1},
            "output_padding", new long[] {1, 1});
    var positions = KernelPositions.ofTransposedConvolution(from.height(), from.width(), 2);
    receive(in, positions);
    describe(name, Kind.TRANSPOSED_CONVOLUTION, in, connection, positions, to);
    return neurons(in, convolve("ConvTranspose", attributes, in, connection), to);
  }

  /** Adds a dense layer and its neurons; the input is read channel by channel, row by row. */
  Signal.Spikes dense(String name, Signal in, Connection connection) {
    Extent to = new Extent(connection.outputs(), 1, 1);
    var positions = KernelPositions.ofDense(in.extent());
    receive(in, positions);
    describe(name, Kind.DENSE, in, connection, positions, to);
    Value rows = graph.node("Reshape", in.value(), graph.list(-1, connection.inputs()));
    Value current =
        stepwise ? DenseRows.few(graph, rows, connection) : DenseRows.many(graph, rows, connection);
    return neurons(in, current, to);
  }

  /** The same spikes seen as a picture. */
  Signal.Spikes reshape(Signal.Spikes spikes, Extent extent) {
    Value value =
        graph.node(
            "Reshape",
            spikes.value(),
            graph.list(-1, extent.channels(), extent.height(), extent.width()));
    return new Signal.Spikes(value, extent, spikes.counted());
  }

  /**
   * Adds a layer without neurons: a convolution (kernel 3, padding 1) of the spikes of several
   * layers, whose output is averaged over time. It is linear, so the spikes are averaged first.
   *
   * @return {@code [N, C, H, W]}
   */
  Value averaged(String name, List<Signal.Spikes> inputs, Connection connection) {
    Extent from = inputs.getFirst().extent();
    var positions = KernelPositions.ofConvolution(from.height(), from.width(), 1);
    double[] shares = new double[timeSteps];
    Arrays.fill(shares, 1.0 / timeSteps);
    Value[] averages = counts.consumedAndSummed(inputs, positions, shares).toArray(Value[]::new);
    counts.noSpikes();
    Extent all = new Extent(connection.inputs(), from.height(), from.width());
    Signal.Spikes joined =
        new Signal.Spikes(graph.node("Concat", Map.of("axis", 1L), averages), all, true);
    int neurons = connection.outputs() * from.places();
    layers.add(layer(name, Kind.CONVOLUTION, joined, connection, positions, neurons, false));
    Map<String, Object> attributes =
        Map.of("kernel_shape", new long[] {3, 3}, "pads", new long[] {1, 1, 1, 1});
    return convolve("Conv", attributes, joined, connection);
  }

  /**
   * Adds a layer without neurons: the sum of the spikes of each neuron over time with a coefficient
   * per step, as a convolution over time of each image alone.
   *
   * @return {@code [N, C, H, W]}
   */
  Value weighted(String name, Signal.Spikes in, float[] coefficients) {
    Extent extent = in.extent();
    counts.consumed(in, KernelPositions.ofDense(extent));
    counts.noSpikes();
    layers.add(
        new LayerSpec(
            name,
            role,
            Kind.CONVOLUTION,
            Input.SPIKES,
            extent.neurons(),
            1,
            extent.neurons(),
            timeSteps,
            false));
    Value steps = graph.node("Reshape", in.value(), graph.list(timeSteps, -1, extent.neurons()));
    Value images = graph.node("Transpose", Map.of("perm", new long[] {1, 0, 2}), steps);
    Value rows = graph.node("Reshape", images, graph.list(-1, timeSteps, 1, extent.neurons()));
    Value sum =
        graph.node(
            "Conv",
            Map.of("kernel_shape", new long[] {1, 1}),
            rows,
            graph.floats(coefficients, 1, timeSteps, 1, 1),
            graph.floats(new float[1], 1));
    return graph.node(
        "Reshape", sum, graph.list(-1, extent.channels(), extent.height(), extent.width()));
  }

  /**
   * Adds a layer of real values, computed once: a convolution of kernel 1 without neurons.
   *
   * @return {@code [N, C, H, W]}
   */
  Value pointwiseOnce(String name, Value in, Extent from, Connection connection) {
    counts.noTaps();
    counts.noSpikes();
    layers.add(
        new LayerSpec(
            name,
            role,
            Kind.CONVOLUTION,
            Input.REAL,
            connection.outputs() * from.places(),
            connection.outputs(),
            (long) connection.inputs() * connection.outputs() * from.places(),
            1,
            false));
    Signal.Picture picture = new Signal.Picture(in, from);
    return convolve("Conv", Map.of("kernel_shape", new long[] {1, 1}), picture, connection);
  }

  /**
   * Adds the last layer: a transposed convolution of stride 1 without neurons, whose output is
   * summed over time with a leak and squashed, {@code tanh(sum over t of 0.8^(T-1-t) * x[t])}.
   *
   * <p>Both are linear before the tanh, so the spikes are summed over time first and convolved once
   * instead of T times.
   *
   * @return {@code [N, C, H, W]}, in [-1, 1]
   */
  Value readout(String name, Signal.Spikes in, Connection connection) {
    Extent from = in.extent();
    Extent to = new Extent(connection.outputs(), from.height(), from.width());
    var positions = KernelPositions.ofTransposedConvolution(from.height(), from.width(), 1);
    layers.add(
        layer(name, Kind.TRANSPOSED_CONVOLUTION, in, connection, positions, to.neurons(), false));
    double[] leak = LeakyReadout.coefficients(timeSteps);
    Value membrane = counts.consumedAndSummed(in, positions, leak);
    counts.noSpikes();
    return image(membrane, connection, leak);
  }

  /**
   * As {@link #readout}, one time step of a stepwise graph. The leaky sum of the spikes comes in as
   * {@code leaky_sum} and goes out as {@code leaky_sum_out}; input {@code coefficient} is this
   * step's factor {@code 0.8^(T-1-t)}, and {@code gain} is what the sum so far is multiplied with,
   * so that the picture has its full contrast before the last step: the sum of all coefficients
   * divided by that of those so far, 1 at the last step.
   *
   * @param wholeSteps T, the time steps of the whole picture
   */
  Value readoutStep(String name, Signal.Spikes in, Connection connection, int wholeSteps) {
    Extent from = in.extent();
    var positions = KernelPositions.ofTransposedConvolution(from.height(), from.width(), 1);
    counts.consumed(in, positions);
    counts.noSpikes();
    long[] shape = {BATCH, from.channels(), from.height(), from.width()};
    Value before = graph.input("leaky_sum", shape);
    Value now = graph.node("Mul", in.value(), graph.input("coefficient"));
    Value sum = graph.node("Add", before, now);
    graph.output("leaky_sum_out", sum, ElementType.FLOAT32, shape);
    Value scaled = graph.node("Mul", sum, graph.input("gain"));
    return image(scaled, connection, LeakyReadout.coefficients(wholeSteps));
  }

  private Value image(Value membrane, Connection connection, double[] leak) {
    double total = Arrays.stream(leak).sum();
    float[] bias = connection.bias().clone();
    for (int o = 0; o < bias.length; o++) {
      bias[o] = (float) (bias[o] * total);
    }
    Value image =
        graph.node(
            "ConvTranspose",
            Map.of("kernel_shape", new long[] {3, 3}, "pads", new long[] {1, 1, 1, 1}),
            membrane,
            graph.weights(connection.weight(), connection.weightShape()),
            graph.floats(bias, bias.length));
    return graph.node("Tanh", image);
  }

  /** Ends a graph whose last layer spikes: adds the outputs {@code spikes} and {@code taps}. */
  void finish(Signal.Spikes last) {
    counts.emitted(last);
    counts.finish();
  }

  /** Ends a graph whose last layer is a readout: adds the same outputs. */
  void finish() {
    counts.finish();
  }

  private Value convolve(
      String operator, Map<String, Object> attributes, Signal in, Connection connection) {
    return graph.node(
        operator,
        attributes,
        in.value(),
        graph.weights(connection.weight(), connection.weightShape()),
        graph.floats(connection.bias(), connection.outputs()));
  }

  private Signal.Spikes neurons(Signal in, Value current, Extent extent) {
    Value spikes =
        switch (in) {
          case Signal.Picture _ -> neurons.fireAtConstant(current);
          case Signal.Spikes _ -> stepwise ? step(current, extent) : neurons.fire(current);
        };
    return new Signal.Spikes(spikes, extent);
  }

  /** One time step of the neurons of a layer; the current's shape tells dense from convolved. */
  private Value step(Value current, Extent extent) {
    long[] shape =
        extent.places() == 1
            ? new long[] {BATCH, extent.channels()}
            : new long[] {BATCH, extent.channels(), extent.height(), extent.width()};
    Value kept = graph.input("kept_" + states, shape);
    LifNeurons.Step step = neurons.step(kept, current);
    graph.output("kept_out_" + states++, step.kept(), ElementType.FLOAT32, shape);
    return step.spikes();
  }

  private void receive(Signal in, KernelPositions positions) {
    switch (in) {
      case Signal.Picture _ -> counts.noTaps();
      case Signal.Spikes spikes -> counts.consumed(spikes, positions);
    }
  }

  private void describe(
      String name,
      Kind kind,
      Signal in,
      Connection connection,
      KernelPositions positions,
      Extent to) {
    layers.add(layer(name, kind, in, connection, positions, to.neurons(), true));
  }

  private LayerSpec layer(
      String name,
      Kind kind,
      Signal in,
      Connection connection,
      KernelPositions positions,
      int neurons,
      boolean spiking) {
    Input input =
        switch (in) {
          case Signal.Picture _ -> Input.REAL;
          case Signal.Spikes _ -> Input.SPIKES;
        };
    long weights = (long) in.extent().channels() * connection.outputs();
    return new LayerSpec(
        name,
        role,
        kind,
        input,
        neurons,
        connection.outputs(),
        Math.multiplyExact(positions.total(), weights),
        timeSteps,
        spiking);
  }
}
