package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;
import static io.spikelet.training.export.OnnxGraphBuilder.TIME;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fully connected layers of leaky integrate-and-fire neurons being written as an ONNX graph:
 *
 * <pre>
 * V[t] = decay * V[t-1] * (1 - A[t-1]) + W X[t]
 * A[t] = 1 if V[t] &gt;= threshold, else 0
 * </pre>
 *
 * <p>The caller of the graph chooses how many time steps {@code T} a run takes, and hands the
 * neurons' state from run to run: {@code kept_0 [N, neurons]}, {@code kept_1}, ..., one for each
 * layer, what is left of the potentials after the spikes (zeros at rest); the state afterwards
 * comes out as {@code kept_out_0}, ... A run of T steps and T runs of one give the same bits.
 *
 * <p>Every step's currents are one matrix product, and only the neurons go through time, in a
 * {@code Scan}. Counts are sums of floats below 2^24, hence exact.
 */
final class LeakyGraph {

  private final OnnxGraphBuilder graph;
  private final GraphRole role;
  private final int timeSteps;
  private final float decay;
  private final float threshold;
  private final List<LayerSpec> layers = new ArrayList<>();
  private final List<Value> spikeRows = new ArrayList<>();
  private final List<Value> tapRows = new ArrayList<>();
  private int neuronLayers;

  /** Spikes {@code [T, N, size]}. */
  record Spikes(Value value, int size) {}

  /**
   * An empty graph.
   *
   * @param timeSteps of a whole picture, for the layer table
   */
  LeakyGraph(OnnxGraphBuilder graph, GraphRole role, int timeSteps, float decay, float threshold) {
    this.graph = graph;
    this.role = role;
    this.timeSteps = timeSteps;
    this.decay = decay;
    this.threshold = threshold;
  }

  /** The layers written so far, in order. */
  List<LayerSpec> layers() {
    return List.copyOf(layers);
  }

  /** Adds the input of spikes that another graph's neurons fired. */
  Spikes received(String name, int size) {
    return new Spikes(graph.input(name, TIME, BATCH, size), size);
  }

  /** Adds the input of spikes that somebody drew at random, as a layer of its own. */
  Spikes sampled(String name, String layer, int size) {
    Spikes spikes = received(name, size);
    spikeRows.add(counted(spikes));
    tapRows.add(graph.node("Mul", counted(spikes), graph.list(0)));
    layers.add(
        new LayerSpec(
            layer,
            role,
            LayerSpec.Kind.SAMPLING,
            LayerSpec.Input.NONE,
            size,
            size,
            0,
            timeSteps,
            true));
    return spikes;
  }

  /** Adds a layer of neurons. */
  Spikes neurons(String name, Spikes in, Connection connection) {
    int size = connection.outputs();
    Value rows = graph.node("Reshape", in.value(), graph.list(-1, in.size()));
    Value currents = perStep(DenseRows.few(graph, rows, connection), in, size);
    Spikes out = new Spikes(fire(currents, size), size);
    spikeRows.add(counted(out));
    tapRows.add(counted(in));
    long synapses = (long) in.size() * size;
    layers.add(
        new LayerSpec(
            name,
            role,
            LayerSpec.Kind.DENSE,
            LayerSpec.Input.SPIKES,
            size,
            size,
            synapses,
            timeSteps,
            true));
    return out;
  }

  /** Adds the outputs {@code spikes} and {@code taps}, {@code [L, N]}. */
  void finish() {
    output("spikes", spikeRows);
    output("taps", tapRows);
  }

  /** Sums over time, {@code [N, size]}. */
  Value overTime(Spikes spikes) {
    return graph.node("ReduceSum", Map.of("keepdims", 0L), spikes.value(), graph.list(0));
  }

  private Value perStep(Value rows, Spikes like, int size) {
    Value both = graph.node("Slice", shape(like), graph.list(0), graph.list(2), graph.list(0));
    Value wanted = graph.node("Concat", Map.of("axis", 0L), both, graph.list(size));
    return graph.node("Reshape", rows, wanted);
  }

  private Value shape(Spikes spikes) {
    return graph.node("Shape", spikes.value());
  }

  private Value fire(Value currents, int size) {
    int number = neuronLayers++;
    Value rest = graph.input("kept_" + number, BATCH, size);
    List<Value> run = graph.scan(step("neurons_" + number, size), rest, currents);
    graph.output("kept_out_" + number, run.getFirst(), ElementType.FLOAT32, BATCH, size);
    return graph.node("Sub", graph.scalar(1), run.getLast());
  }

  private OnnxGraphBuilder step(String name, int size) {
    OnnxGraphBuilder body = graph.body(name);
    Value kept = body.input(name + "_kept", BATCH, size);
    Value current = body.input(name + "_current", BATCH, size);
    Value decayed = body.node("Mul", kept, body.scalar(decay));
    Value potential = body.node("Add", decayed, current);
    Value silence = Silence.from(body, potential, threshold);
    Value after = body.node("Mul", potential, silence);
    body.output(name + "_kept_out", after, ElementType.FLOAT32, BATCH, size);
    body.output(name + "_silence", silence, ElementType.FLOAT32, BATCH, size);
    return body;
  }

  /** Spikes of a layer, {@code [1, N]}. */
  private Value counted(Spikes spikes) {
    Value total = graph.node("ReduceSum", Map.of("keepdims", 0L), spikes.value(), graph.list(0, 2));
    Value whole = graph.node("Cast", Map.of("to", ElementType.INT64.code()), total);
    return graph.node("Reshape", whole, graph.list(1, -1));
  }

  private void output(String name, List<Value> rows) {
    Value table = graph.node("Concat", Map.of("axis", 0L), rows.toArray(Value[]::new));
    graph.output(name, table, ElementType.INT64, rows.size(), BATCH);
  }
}
