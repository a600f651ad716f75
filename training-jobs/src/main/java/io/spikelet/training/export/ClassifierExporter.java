package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import io.spikelet.training.export.OrdinaryGraph.Values;
import java.util.Map;

/**
 * Exports a classifier as one graph, {@code image [N, C, H, W]} to {@code scores [N, K]}: for each
 * {@code conv.i} a convolution (kernel 3, padding 1), rectifier and maximum over 2x2; then the
 * dense layers {@code dense.0}, {@code dense.1}, ... with rectifiers between; softmax at the end.
 */
public final class ClassifierExporter {

  private static final int POOL = 2;

  private final NamedWeights weights;
  private final OnnxGraphBuilder graph;
  private final OrdinaryGraph network;

  private ClassifierExporter(NamedWeights weights, WeightStorage storage) {
    this.weights = weights;
    this.graph = new OnnxGraphBuilder("classifier", storage);
    this.network = new OrdinaryGraph(graph, GraphRole.CLASSIFIER);
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
    var extent = new SpikingGraph.Extent(image.channels(), image.height(), image.width());
    Values values = network.picture("image", extent);
    for (int i = 0; weights.has("conv." + i + ".weight"); i++) {
      values = pooled(convolution("conv." + i, values));
    }
    for (int i = 0; i == 0 || weights.has("dense." + i + ".weight"); i++) {
      values =
          dense("dense." + i, i == 0 ? values : values.with(graph.node("Relu", values.value())));
    }
    int classes = values.extent().channels();
    Value logits = graph.node("Reshape", values.value(), graph.list(-1, classes));
    Value scores = graph.node("Softmax", Map.of("axis", 1L), logits);
    graph.output("scores", scores, ElementType.FLOAT32, BATCH, classes);
    return new ExportedNetwork(
        1, 0, image, Map.of(GraphRole.CLASSIFIER, graph.build()), network.layers());
  }

  private Values convolution(String name, Values in) {
    int outputs = weights.get(name + ".weight").size(0);
    int inputs = in.extent().channels();
    var connection = Connection.plain(weights, name, Connection.Kind.CONVOLUTION, inputs, outputs);
    return network.convolution(name, in, connection, 1);
  }

  private Values pooled(Values in) {
    Value pooled =
        graph.node(
            "MaxPool",
            Map.of("kernel_shape", new long[] {POOL, POOL}, "strides", new long[] {POOL, POOL}),
            graph.node("Relu", in.value()));
    var from = in.extent();
    var extent =
        new SpikingGraph.Extent(from.channels(), from.height() / POOL, from.width() / POOL);
    return new Values(pooled, extent);
  }

  private Values dense(String name, Values in) {
    int outputs = weights.get(name + ".weight").size(0);
    int inputs = in.extent().neurons();
    return network.dense(
        name, in, Connection.plain(weights, name, Connection.Kind.DENSE, inputs, outputs));
  }
}
