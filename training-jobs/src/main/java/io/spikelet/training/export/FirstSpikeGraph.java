package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.generator.Decision;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fully connected layers of integrate-and-fire neurons that fire at most once, being written as an
 * ONNX graph. What flows between layers is the time of every neuron's spike, a whole number from 0
 * to T; T itself stands for no spike and never adds to a potential.
 *
 * <pre>
 * V_j(t) = sum of w_ji over the inputs i with t_i &lt;= t and t_i &lt; T
 * c_j = first t with V_j(t) &gt; threshold, T if there is none
 * t_j = c_j (SAME_STEP) or min(c_j + 1, T) (NEXT_STEP)
 * </pre>
 *
 * <p>Nothing happens between two input spikes, so there are no time steps here: an image's inputs
 * are sorted by time, their rows of weights gathered in that order and added up one after the
 * other, and a potential counts where the last input of its time was added. Silent inputs come last
 * and change nothing; no more inputs are sorted than the liveliest image of the batch has spikes.
 *
 * <p>Sums are in 32 bits, in the order of the spikes' times and, at equal times, of the inputs'
 * numbers: the order in which one would add them by hand, and the same in every batch.
 *
 * <p>Sources: S4NN (Kheradpisheh and Masquelier, 2020); Spiking-GAN, section 2.
 */
final class FirstSpikeGraph {

  private static final float BRIGHTEST = 255;

  private final OnnxGraphBuilder graph;
  private final GraphRole role;
  private final int timeSteps;
  private final SpikeTiming timing;
  private final List<LayerSpec> layers = new ArrayList<>();
  private final List<Times> emitted = new ArrayList<>();
  private final List<@Nullable Times> received = new ArrayList<>();

  /**
   * When the neurons of a layer fire.
   *
   * @param value {@code [N, size]}, whole numbers from 0 to T as floats; T: never
   */
  record Times(Value value, int size) {}

  /**
   * The weights of one layer, or of the same layer of several networks.
   *
   * @param rows {@code [networks * inputs, outputs]}
   * @param first row of input 0 of the network that an image takes, integers {@code [N, 1]}; null
   *     if there is one network
   */
  record Synapses(Value rows, int inputs, int outputs, @Nullable Value first) {}

  /**
   * A layer that fired.
   *
   * @param times of its neurons
   * @param inputs sorted times of its inputs, {@code [N, K]}
   * @param sums potential of every neuron after each of these, {@code [N, K, outputs]}
   */
  record Fired(Times times, Value inputs, Value sums) {}

  /**
   * An empty graph.
   *
   * @param timeSteps T, at least 3
   */
  FirstSpikeGraph(OnnxGraphBuilder graph, GraphRole role, int timeSteps, SpikeTiming timing) {
    if (timeSteps < Decision.BEFORE_END) {
      throw new IllegalArgumentException(
          "timeSteps must be at least " + Decision.BEFORE_END + ", not " + timeSteps);
    }
    this.graph = graph;
    this.role = role;
    this.timeSteps = timeSteps;
    this.timing = timing;
  }

  /** The layers written so far, in order. */
  List<LayerSpec> layers() {
    return List.copyOf(layers);
  }

  /**
   * The times of pixels, the brighter the earlier: {@code floor((255 - level) * T / 255)}. White
   * fires at 0, black never.
   *
   * @param image {@code [N, ...]}, levels divided by 255; what lies between two levels is rounded
   *     and what is outside [0, 1] taken for its end
   * @param size values of one image
   */
  Times ofBrightness(Value image, int size) {
    Value values = graph.node("Reshape", image, graph.list(-1, size));
    Value levels = graph.node("Round", graph.node("Mul", values, graph.scalar(BRIGHTEST)));
    Value valid = graph.node("Clip", levels, graph.scalar(0), graph.scalar(BRIGHTEST));
    // Whole numbers are multiplied first: where the quotient is one too, division gives it exactly.
    Value darkness = graph.node("Sub", graph.scalar(BRIGHTEST), valid);
    Value scaled = graph.node("Mul", darkness, graph.scalar(timeSteps));
    Value times = graph.node("Floor", graph.node("Div", scaled, graph.scalar(BRIGHTEST)));
    return new Times(times, size);
  }

  /** Counts spikes that no layer of this graph fires, as a layer of their own. */
  Times input(String name, Times times) {
    describe(name, LayerSpec.Kind.SAMPLING, LayerSpec.Input.NONE, times.size(), 0);
    received.add(null);
    emitted.add(times);
    return times;
  }

  /**
   * The weights of a layer of one network.
   *
   * @param weight {@code [inputs, outputs]}
   */
  Synapses synapses(float[] weight, int inputs, int outputs) {
    return new Synapses(graph.weights(weight, inputs, outputs), inputs, outputs, null);
  }

  /**
   * The weights of the same layer of several networks, of which every image takes one.
   *
   * @param weight {@code [networks * inputs, outputs]}
   * @param network number of the network that an image takes, integers {@code [N]}
   */
  Synapses synapses(float[] weight, int inputs, int outputs, Value network) {
    Value rows = graph.weights(weight, weight.length / outputs, outputs);
    Value first = graph.node("Mul", network, graph.list(inputs));
    return new Synapses(rows, inputs, outputs, graph.node("Reshape", first, graph.list(-1, 1)));
  }

  /**
   * Adds a layer of neurons.
   *
   * @param threshold that a potential must exceed, 0 or more, compared in 32 bits
   */
  Fired fire(String name, Times in, Synapses synapses, double threshold) {
    if (!(threshold >= 0 && threshold <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "the threshold of layer %s must be finite and 0 or more, not %s"
              .formatted(name, threshold));
    }
    List<Value> sorted =
        graph.nodes(
            "TopK", 2, Map.of("axis", 1L, "largest", 0L, "sorted", 1L), in.value(), mostSpikes(in));
    Value sums = sums(sorted.getLast(), synapses);
    Value crossings = crossings(sorted.getFirst(), sums, threshold);
    Times times = new Times(delayed(crossings), synapses.outputs());
    long weights = (long) synapses.inputs() * synapses.outputs();
    describe(name, LayerSpec.Kind.DENSE, LayerSpec.Input.SPIKES, synapses.outputs(), weights);
    received.add(in);
    emitted.add(times);
    return new Fired(times, sorted.getFirst(), sums);
  }

  /** Of all images of the batch, and at least one: what {@code TopK} takes for its k. */
  private Value mostSpikes(Times in) {
    Value spikes = count(in.value(), graph.scalar(timeSteps - 1));
    Value most = graph.node("ReduceMax", Map.of("keepdims", 0L), spikes);
    return graph.node("Max", graph.node("Reshape", most, graph.list(1)), graph.list(1));
  }

  /** How many of each image's times are no later than another time, integers {@code [N, 1]}. */
  private Value count(Value times, Value last) {
    Value early = graph.node("LessOrEqual", times, last);
    Value ones = graph.node("Cast", Map.of("to", ElementType.INT64.code()), early);
    return graph.node("ReduceSum", ones, graph.list(1));
  }

  /** Potentials after each input, {@code [N, K, outputs]}. */
  private Value sums(Value order, Synapses synapses) {
    Value first = synapses.first();
    Value rows = first == null ? order : graph.node("Add", order, first);
    return graph.node(
        "CumSum", graph.node("Gather", synapses.rows(), rows), graph.longs(new long[] {1}));
  }

  /** Crossing times {@code [N, outputs]}. */
  private Value crossings(Value inputs, Value sums, double threshold) {
    Value never = graph.scalar(timeSteps);
    Value shifted =
        graph.node("Slice", inputs, graph.list(1), graph.list(Long.MAX_VALUE), graph.list(1));
    Value next = graph.node("Pad", shifted, graph.list(0, 0, 0, 1), graph.scalar(timeSteps + 1));
    // While inputs of the same time are still to come, the potential is not yet that of the time.
    Value complete = graph.node("Where", graph.node("Less", inputs, next), inputs, never);
    Value moments = graph.node("Unsqueeze", complete, graph.list(2));
    Value crossed = graph.node("Greater", sums, graph.scalar((float) threshold));
    Value candidates = graph.node("Where", crossed, moments, never);
    return graph.node("ReduceMin", Map.of("axes", new long[] {1}, "keepdims", 0L), candidates);
  }

  private Value delayed(Value crossings) {
    return switch (timing) {
      case SAME_STEP -> crossings;
      case NEXT_STEP ->
          graph.node("Min", graph.node("Add", crossings, graph.scalar(1)), graph.scalar(timeSteps));
    };
  }

  /** The time of each image's first spike, {@code [N, 1]}; T if no neuron fires. */
  Value earliest(Times times) {
    return graph.node("ReduceMin", Map.of("axes", new long[] {1}), times.value());
  }

  /**
   * Potentials when the first neuron of a layer crosses its threshold, {@code [N, outputs]}; if
   * none does, at time T - 3: what {@link Decision#label} takes.
   *
   * @param earliest spike time of that neuron
   */
  Value potentialsAtFirst(Fired layer, Value earliest) {
    Value silent = graph.node("Equal", earliest, graph.scalar(timeSteps));
    Value crossing =
        switch (timing) {
          case SAME_STEP -> earliest;
          case NEXT_STEP -> graph.node("Sub", earliest, graph.scalar(1));
        };
    Value nearEnd = graph.scalar(timeSteps - Decision.BEFORE_END);
    return potentials(layer, graph.node("Where", silent, nearEnd, crossing));
  }

  /**
   * Potentials of a layer, {@code [N, outputs]}.
   *
   * @param time {@code [N, 1]}, below T
   */
  Value potentials(Fired layer, Value time) {
    Value arrived = count(layer.inputs(), time);
    Value last = graph.node("Max", graph.node("Sub", arrived, graph.list(1)), graph.list(0));
    Value sums = graph.node("GatherND", Map.of("batch_dims", 1L), layer.sums(), last);
    Value some = graph.node("Greater", arrived, graph.list(0));
    return graph.node("Where", some, sums, graph.scalar(0));
  }

  /** Ends the graph: adds the outputs {@code spikes} and {@code taps}, {@code [L, N]}. */
  void finish() {
    finish(graph.scalar(timeSteps));
  }

  /**
   * Ends a graph whose answer is known early: as above, counting what happens until then.
   *
   * @param last the last time that counts, that of the answer, {@code [N, 1]}; T for all times
   */
  void finish(Value last) {
    Value real = graph.node("Min", last, graph.scalar(timeSteps - 1));
    output("spikes", emitted, real);
    output("taps", received, real);
  }

  private void output(String name, List<? extends @Nullable Times> counted, Value last) {
    Value none = graph.node("Mul", row(emitted.getFirst(), last), graph.list(0));
    Value[] rows =
        counted.stream()
            .map(times -> times == null ? none : row(times, last))
            .toArray(Value[]::new);
    Value table = graph.node("Concat", Map.of("axis", 0L), rows);
    graph.output(name, table, ElementType.INT64, rows.length, BATCH);
  }

  private Value row(Times times, Value last) {
    return graph.node("Reshape", count(times.value(), last), graph.list(1, -1));
  }

  private void describe(
      String name, LayerSpec.Kind kind, LayerSpec.Input input, int neurons, long weights) {
    layers.add(new LayerSpec(name, role, kind, input, neurons, neurons, weights, timeSteps, true));
  }
}
