package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Decoders of K labels being written as one ONNX graph with an input {@code label [N]}: fully
 * connected layers of real values, each row of which has the weights of its label. Also writes down
 * the layer table.
 *
 * <p>A layer is one small matrix product a row, whatever the number of rows, so an image has the
 * same bits in any batch.
 */
final class LabelledGraph {

  private final OnnxGraphBuilder graph;
  private final NamedWeights weights;
  private final int labels;
  private final Value label;
  private final List<LayerSpec> layers = new ArrayList<>();

  /**
   * A graph of layers whose tensors have the label as first axis.
   *
   * @param labels K
   */
  LabelledGraph(OnnxGraphBuilder graph, NamedWeights weights, int labels) {
    this.graph = graph;
    this.weights = weights;
    this.labels = labels;
    this.label = graph.input("label", ElementType.INT64, BATCH);
  }

  /** The layers written so far, in order. */
  List<LayerSpec> layers() {
    return List.copyOf(layers);
  }

  /**
   * Adds a layer, {@code y = W[label] x + b[label]}.
   *
   * @param rows {@code [N, inputs]}
   * @return {@code [N, outputs]}
   */
  Value dense(String name, Value rows, int inputs, int outputs) {
    float[] weight = weights.get(name + ".weight", labels, outputs, inputs);
    float[] bias = weights.get(name + ".bias", labels, outputs);
    Value own = graph.node("Gather", graph.weights(weight, labels, outputs, inputs), label);
    Value column = graph.node("Unsqueeze", rows, graph.list(2));
    Value sums = graph.node("Squeeze", graph.node("MatMul", own, column), graph.list(2));
    describe(name, inputs, outputs);
    return graph.node(
        "Add", sums, graph.node("Gather", graph.floats(bias, labels, outputs), label));
  }

  private void describe(String name, int inputs, int outputs) {
    layers.add(
        new LayerSpec(
            name,
            GraphRole.DECODER,
            LayerSpec.Kind.DENSE,
            LayerSpec.Input.REAL,
            outputs,
            outputs,
            (long) inputs * outputs,
            1,
            false));
  }
}
