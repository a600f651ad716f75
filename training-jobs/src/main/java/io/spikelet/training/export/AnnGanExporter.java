package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.List;
import java.util.Map;

/**
 * Exports the generators of an ordinary GAN, one a label, as one graph:
 *
 * <ul>
 *   <li>decoder: {@code latent [N, D]} and {@code label [N]} (64-bit integers, 0 to K-1) to {@code
 *       image [N, C, H, W]} in [-1, 1].
 * </ul>
 *
 * <p>Each row is computed with the weights of its label, which the graph picks out of those of all
 * labels; an image costs what one generator costs, and the layer table says so.
 *
 * <p>Source: Spiking-GAN, the ANN GAN that it is compared with.
 */
public final class AnnGanExporter {

  private static final String HIDDEN = "generator.0";
  private static final String OUTPUT = "generator.1";

  private AnnGanExporter() {}

  /**
   * Exports generators; their sizes are taken from the weights.
   *
   * @param weights {@code generator.0.weight [K, hidden, D]}, {@code generator.0.bias [K, hidden]},
   *     {@code generator.1.weight [K, pixels, hidden]}, {@code generator.1.bias [K, pixels]}
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(
      NamedWeights weights, ImageSpec image, WeightStorage storage) {
    NamedWeights.WeightArray first = weights.get(HIDDEN + ".weight");
    int hidden = first.size(1);
    int latentSize = first.size(2);
    OnnxGraphBuilder graph = new OnnxGraphBuilder("decoder", storage);
    LabelledGraph network = new LabelledGraph(graph, weights, first.size(0));
    Value code = graph.input("latent", BATCH, latentSize);
    Value sums = network.dense(HIDDEN, code, latentSize, hidden);
    Value drawn = network.dense(OUTPUT, graph.node("Relu", sums), hidden, image.values());
    long[] shape = {BATCH, image.channels(), image.height(), image.width()};
    Value pixels = graph.node("Reshape", graph.node("Tanh", drawn), graph.list(shape));
    graph.output("image", pixels, ElementType.FLOAT32, shape);
    List<LayerSpec> layers = network.layers();
    return new ExportedNetwork(
        1, latentSize, image, Map.of(GraphRole.DECODER, graph.build()), layers);
  }
}
