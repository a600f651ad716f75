package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One time step of FSVAE's posterior or prior: fully connected spiking layers {@code
 * NAME.layers.0}, {@code .1}, ... from spikes to the alternatives of every latent neuron.
 *
 * <ul>
 *   <li>inputs: {@code latent [N, D]}, the latent spikes of the step before; for the posterior also
 *       {@code encoded [N, D]}, the encoder's spikes of this step; {@code kept_i [N, H_i]}, what is
 *       left of the potentials of layer i, zeros at the first step;
 *   <li>outputs: {@code alternatives [N, D * k]} of 0 and 1, alternative j of latent neuron d at
 *       {@code d * k + j}; {@code kept_out_i}, to be handed to the next step; {@code spikes} and
 *       {@code taps [L, N]} of this step.
 * </ul>
 *
 * <p>A step and not all of them, because each step's input is picked from the output of the one
 * before, and whoever shows pictures early needs them one by one.
 */
final class AlternativesGraph {

  private static final double ALPHA = 2;

  private final NamedWeights weights;
  private final GraphRole role;
  private final String name;
  private final OnnxGraphBuilder graph;
  private final LifNeurons neurons;
  private final List<Value> spikeRows = new ArrayList<>();
  private final List<Value> tapRows = new ArrayList<>();
  private final List<LayerSpec> table = new ArrayList<>();

  AlternativesGraph(NamedWeights weights, GraphRole role, String name, WeightStorage storage) {
    this.weights = weights;
    this.role = role;
    this.name = name;
    this.graph = new OnnxGraphBuilder(name, storage);
    this.neurons = new LifNeurons(graph, 1, LifModel.VARIATIONAL);
  }

  /**
   * The file; its layers are added to the table.
   *
   * @param timeSteps how often the graph is run for an image
   */
  byte[] build(int latentSize, int timeSteps, List<LayerSpec> layers) {
    Value signal = input(latentSize);
    int size = weights.get(layer(0) + ".weight").size(1);
    Value count = count(signal);
    for (int i = 0; weights.has(layer(i) + ".weight"); i++) {
      int outputs = weights.get(layer(i) + ".weight").size(0);
      Value kept = graph.input("kept_" + i, BATCH, outputs);
      LifNeurons.Step step = neurons.step(kept, current(signal, layer(i), size, outputs));
      graph.output("kept_out_" + i, step.kept(), ElementType.FLOAT32, BATCH, outputs);
      tapRows.add(count);
      signal = step.spikes();
      count = count(signal);
      spikeRows.add(count);
      describe(layer(i), size, outputs, timeSteps);
      size = outputs;
    }
    graph.output("alternatives", signal, ElementType.FLOAT32, BATCH, size);
    output("spikes", spikeRows);
    output("taps", tapRows);
    layers.addAll(table);
    return graph.build();
  }

  private String layer(int i) {
    return name + ".layers." + i;
  }

  private Value input(int latentSize) {
    int width = weights.get(layer(0) + ".weight").size(1);
    if (width == latentSize) {
      return graph.input("latent", BATCH, latentSize);
    }
    Value encoded = graph.input("encoded", BATCH, latentSize);
    Value latent = graph.input("latent", BATCH, latentSize);
    return graph.node("Concat", Map.of("axis", 1L), encoded, latent);
  }

  private Value current(Value signal, String layer, int inputs, int outputs) {
    double gain = ALPHA * LifModel.VARIATIONAL.threshold();
    return DenseRows.few(
        graph,
        signal,
        Connection.normalised(weights, layer, Connection.Kind.DENSE, inputs, outputs, gain));
  }

  /** Spikes of each image, {@code [1, N]}; exact, since no layer has 2^24 neurons. */
  private Value count(Value spikes) {
    Value sums = graph.node("ReduceSum", Map.of("keepdims", 0L), spikes, graph.list(1));
    Value whole = graph.node("Cast", Map.of("to", ElementType.INT64.code()), sums);
    return graph.node("Reshape", whole, graph.list(1, -1));
  }

  private void output(String output, List<Value> rows) {
    Value table = graph.node("Concat", Map.of("axis", 0L), rows.toArray(Value[]::new));
    graph.output(output, table, ElementType.INT64, rows.size(), BATCH);
  }

  private void describe(String layer, int inputs, int outputs, int timeSteps) {
    table.add(
        new LayerSpec(
            layer,
            role,
            LayerSpec.Kind.DENSE,
            LayerSpec.Input.SPIKES,
            outputs,
            outputs,
            (long) inputs * outputs,
            timeSteps,
            true));
  }
}
