package io.spikelet.training.export;

import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.Map;

/** A dense layer over rows of spikes, {@code x W' + b}. */
final class DenseRows {

  private DenseRows() {}

  /** For inputs that always have more than one row. */
  static Value many(OnnxGraphBuilder graph, Value rows, Connection connection) {
    return graph.node(
        "Gemm",
        Map.of("transB", 1L),
        rows,
        graph.weights(connection.weight(), connection.weightShape()),
        graph.floats(connection.bias(), connection.outputs()));
  }

  /**
   * For inputs that may have one row. A row of zeros goes along: with one row alone the engine
   * takes another routine that may round otherwise, and an image's bits must not depend on its
   * batch.
   */
  static Value few(OnnxGraphBuilder graph, Value rows, Connection connection) {
    int inputs = connection.inputs();
    Value company = graph.floats(new float[inputs], 1, inputs);
    Value accompanied = graph.node("Concat", Map.of("axis", 0L), rows, company);
    return graph.node(
        "Slice",
        many(graph, accompanied, connection),
        graph.list(0),
        graph.list(-1),
        graph.list(0));
  }
}
