package io.spikelet.training.export;

import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.Map;

/**
 * Batch normalisation with the statistics of the very batch that a graph is run on.
 *
 * <pre>y = weight (x - mean) / sqrt(variance + 1e-5) + bias</pre>
 *
 * <p>Mean and variance (divisor N H W) are those of a channel over all images and places. Written
 * in plain operators, because engines need not know the training form of the ONNX operator.
 *
 * <p>Source: Ioffe and Szegedy, "Batch normalization", ICML 2015, algorithm 1.
 */
final class BatchNormalisation {

  private static final Map<String, Object> OVER_IMAGES_AND_PLACES =
      Map.of("axes", new long[] {0, 2, 3}, "keepdims", 1L);

  private BatchNormalisation() {}

  /**
   * Normalises {@code [N, C, H, W]}.
   *
   * @param weight {@code [C]}
   * @param bias {@code [C]}
   * @return same shape
   */
  static Value of(OnnxGraphBuilder graph, Value x, float[] weight, float[] bias) {
    Value centred = graph.node("Sub", x, mean(graph, x));
    Value variance = mean(graph, graph.node("Mul", centred, centred));
    Value steadied = graph.node("Add", variance, graph.scalar((float) Connection.EPSILON));
    Value deviation = graph.node("Sqrt", steadied);
    Value scaled =
        graph.node(
            "Mul",
            graph.node("Div", centred, deviation),
            graph.floats(weight, weight.length, 1, 1));
    return graph.node("Add", scaled, graph.floats(bias, bias.length, 1, 1));
  }

  private static Value mean(OnnxGraphBuilder graph, Value x) {
    return graph.node("ReduceMean", OVER_IMAGES_AND_PLACES, x);
  }
}
