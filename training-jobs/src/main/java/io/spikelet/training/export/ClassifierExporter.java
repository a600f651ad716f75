package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Exports a classifier as one graph, {@code image [N, C, H, W]} to {@code scores [N, K]}: for each
 * {@code conv.i} a convolution (kernel 3, padding 1), rectifier and maximum over 2x2; then the
 * dense layers {@code dense.0}, {@code dense.1}, ... with rectifiers between; softmax at the end.
 *
 * <p>The dense layers are written as convolutions over the whole feature map, because the engine
 * computes those image by image: a matrix product may round one row otherwise than many, and the
 * scores of an image must not depend on its batch.
 */
public final class ClassifierExporter {

  private static final int POOL = 2;

  private final NamedWeights weights;
  private final OnnxGraphBuilder graph;
  private final List<LayerSpec> layers = new ArrayList<>();

  private ClassifierExporter(NamedWeights weights, WeightStorage storage) {
    this.weights = weights;
    this.graph = new OnnxGraphBuilder("classifier", storage);
  }

  /**
   * Exports a network; channels and numbers of layers are taken from the weights.
   *
   * @param weights {@code conv.i.weight [out, in, 3, 3]}, {@code dense.i.weight [out, in]}, and
   *     {@code .bias [out]} of each; features are flattened channel by channel, row by row
   * @param image what the classifier reads
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(
      NamedWeights weights, ImageSpec image, WeightStorage storage) {
    return new ClassifierExporter(weights, storage).export(image);
  }

  private ExportedNetwork export(ImageSpec image) {
    Value value = graph.input("image", BATCH, image.channels(), image.height(), image.width());
    var extent = new SpikingGraph.Extent(image.channels(), image.height(), image.width());
    for (int i = 0; weights.has("conv." + i + ".weight"); i++) {
      int outputs = weights.get("conv." + i + ".weight").size(0);
      value = convolution("conv." + i, value, extent, outputs);
      extent = new SpikingGraph.Extent(outputs, extent.height() / POOL, extent.width() / POOL);
    }
    for (int i = 0; i == 0 || weights.has("dense." + i + ".weight"); i++) {
      int outputs = weights.get("dense." + i + ".weight").size(0);
      value = dense("dense." + i, i == 0 ? value : graph.node("Relu", value), extent, outputs);
      extent = new SpikingGraph.Extent(outputs, 1, 1);
    }
    Value logits = graph.node("Reshape", value, graph.list(-1, extent.channels()));
    Value scores = graph.node("Softmax", Map.of("axis", 1L), logits);
    graph.output("scores", scores, ElementType.FLOAT32, BATCH, extent.channels());
    return new ExportedNetwork(1, 0, image, Map.of(GraphRole.CLASSIFIER, graph.build()), layers);
  }

  private Value convolution(String name, Value in, SpikingGraph.Extent from, int outputs) {
    var connection =
        Connection.plain(weights, name, Connection.Kind.CONVOLUTION, from.channels(), outputs);
    var positions = KernelPositions.ofConvolution(from.height(), from.width(), 1);
    describe(name, LayerSpec.Kind.CONVOLUTION, from.places(), positions, from, outputs);
    Value sums =
        graph.node(
            "Conv",
            Map.of("kernel_shape", new long[] {3, 3}, "pads", new long[] {1, 1, 1, 1}),
            in,
            graph.weights(connection.weight(), connection.weightShape()),
            graph.floats(connection.bias(), outputs));
    return graph.node(
        "MaxPool",
        Map.of("kernel_shape", new long[] {POOL, POOL}, "strides", new long[] {POOL, POOL}),
        graph.node("Relu", sums));
  }

  private Value dense(String name, Value in, SpikingGraph.Extent from, int outputs) {
    var connection =
        Connection.plain(weights, name, Connection.Kind.DENSE, from.neurons(), outputs);
    describe(name, LayerSpec.Kind.DENSE, 1, KernelPositions.ofDense(from), from, outputs);
    return graph.node(
        "Conv",
        Map.of("kernel_shape", new long[] {from.height(), from.width()}),
        in,
        graph.weights(connection.weight(), outputs, from.channels(), from.height(), from.width()),
        graph.floats(connection.bias(), outputs));
  }

  private void describe(
      String name,
      LayerSpec.Kind kind,
      int places,
      KernelPositions positions,
      SpikingGraph.Extent from,
      int outputs) {
    layers.add(
        new LayerSpec(
            name,
            GraphRole.CLASSIFIER,
            kind,
            LayerSpec.Input.REAL,
            outputs * places,
            outputs,
            Math.multiplyExact(positions.total(), (long) from.channels() * outputs),
            1,
            false));
  }
}
