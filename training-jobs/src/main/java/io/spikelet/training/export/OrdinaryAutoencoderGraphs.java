package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.Connection.Kind;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import io.spikelet.training.export.OrdinaryGraph.Values;
import io.spikelet.training.export.SpikingGraph.Extent;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the graphs of ordinary convolutional autoencoders, whatever stands between encoder and
 * decoder:
 *
 * <ul>
 *   <li>encoder: {@code image [N, C, H, W]} in [-1, 1] to one {@code [N, D]} for each head;
 *   <li>decoder: {@code latent [N, D]} to {@code image [N, C, H, W]} in [-1, 1].
 * </ul>
 *
 * <p>Every layer reads real values once, so there are no spikes to count and no outputs that would.
 *
 * <p>Source: the ANN VAE that FSVAE and ESVAE are compared with.
 */
final class OrdinaryAutoencoderGraphs {

  private static final float SLOPE = 0.01f;
  private static final int INNERMOST_SIDE = 2;
  private static final int STRIDE = 2;

  private final NamedWeights weights;
  private final WeightStorage storage;
  private final Extent image;

  /** A dense layer at the encoder's end, and the name of its output. */
  record Head(String layer, String output) {}

  /** A graph's file and its rows of the layer table. */
  record Written(byte[] file, List<LayerSpec> layers) {}

  /** Where batch normalisation takes its means and variances from. */
  enum Statistics {
    /** Those of training, folded into the weights: an image's values are its own. */
    RUNNING,
    /** The images that the graph is run on, together. */
    BATCH
  }

  /**
   * Graphs of the sizes that the weights have.
   *
   * @param weights {@code encoder.i.0} (convolutions), {@code encoder.i.1} (their normalisation),
   *     the heads, {@code decoder_input}, {@code decoder.i.0}, {@code decoder.i.1}, {@code
   *     final_layer.0}, {@code final_layer.1} (normalisation), {@code final_layer.3}
   */
  OrdinaryAutoencoderGraphs(NamedWeights weights, WeightStorage storage) {
    this.weights = weights;
    this.storage = storage;
    int channels = weights.get("encoder.0.0.weight").size(1);
    int side = INNERMOST_SIDE;
    for (int level = 0; hasStage("encoder", level); level++) {
      side *= STRIDE;
    }
    this.image = new Extent(channels, side, side);
  }

  /** Size and value range of the pictures. */
  ImageSpec image() {
    return new ImageSpec(image.channels(), image.height(), image.width(), ValueRange.SIGNED_UNIT);
  }

  /** D, the outputs of a dense layer. */
  int outputs(String head) {
    return weights.get(head + ".weight").size(0);
  }

  /** The graph from the picture to the heads. */
  Written encoder(GraphRole role, List<Head> heads, Statistics statistics) {
    String name = role.name().toLowerCase(Locale.ROOT);
    OnnxGraphBuilder graph = new OnnxGraphBuilder(name, storage);
    OrdinaryGraph network = new OrdinaryGraph(graph, role);
    Values values = network.picture("image", image);
    for (int level = 0; hasStage("encoder", level); level++) {
      values = rectified(graph, halved(graph, network, values, "encoder." + level, statistics));
    }
    for (Head head : heads) {
      int size = outputs(head.layer());
      Value code = network.dense(head.layer(), values, dense(head.layer(), values, size)).value();
      Value rows = graph.node("Reshape", code, graph.list(-1, size));
      graph.output(head.output(), rows, ElementType.FLOAT32, BATCH, size);
    }
    return new Written(graph.build(), network.layers());
  }

  private Values halved(
      OnnxGraphBuilder graph,
      OrdinaryGraph network,
      Values in,
      String stage,
      Statistics statistics) {
    String name = stage + ".0";
    String norm = stage + ".1";
    int inputs = in.extent().channels();
    int outputs = outputs(name);
    return switch (statistics) {
      case RUNNING ->
          network.convolution(
              name, in, normalised(name, norm, Kind.CONVOLUTION, in, outputs), STRIDE);
      case BATCH -> {
        var plain = Connection.plain(weights, name, Kind.CONVOLUTION, inputs, outputs);
        Values sums = network.convolution(name, in, plain, STRIDE);
        yield sums.with(
            BatchNormalisation.of(
                graph,
                sums.value(),
                weights.get(norm + ".weight", outputs),
                weights.get(norm + ".bias", outputs)));
      }
    };
  }

  /** The graph from the code to the picture; normalisation with the running statistics. */
  Written decoder(int latentSize) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("decoder", storage);
    OrdinaryGraph network = new OrdinaryGraph(graph, GraphRole.DECODER);
    Values values = network.code("latent", latentSize);
    Extent first = new Extent(outputs("decoder.0.0"), INNERMOST_SIDE, INNERMOST_SIDE);
    String input = "decoder_input";
    values = network.dense(input, values, dense(input, values, first.neurons()));
    values = network.reshape(values, first);
    for (int level = 0; hasStage("decoder", level); level++) {
      String stage = "decoder." + level;
      values = doubled(graph, network, values, stage + ".0", stage + ".1");
    }
    values = doubled(graph, network, values, "final_layer.0", "final_layer.1");
    String last = "final_layer.3";
    int inputs = values.extent().channels();
    Connection connection =
        Connection.plain(weights, last, Kind.TRANSPOSED_CONVOLUTION, inputs, image.channels());
    values = network.transposedConvolution(last, values, connection, 1);
    graph.output(
        "image",
        graph.node("Tanh", values.value()),
        ElementType.FLOAT32,
        BATCH,
        image.channels(),
        image.height(),
        image.width());
    return new Written(graph.build(), network.layers());
  }

  private Values doubled(
      OnnxGraphBuilder graph, OrdinaryGraph network, Values in, String name, String norm) {
    int outputs = weights.get(name + ".weight").size(1);
    Connection connection = normalised(name, norm, Kind.TRANSPOSED_CONVOLUTION, in, outputs);
    return rectified(graph, network.transposedConvolution(name, in, connection, STRIDE));
  }

  private static Values rectified(OnnxGraphBuilder graph, Values values) {
    return values.with(graph.node("LeakyRelu", Map.of("alpha", SLOPE), values.value()));
  }

  private boolean hasStage(String part, int level) {
    return weights.has(part + "." + level + ".0.weight");
  }

  private Connection normalised(String name, String norm, Kind kind, Values in, int outputs) {
    return Connection.normalised(weights, name, norm, kind, in.extent().channels(), outputs, 1);
  }

  private Connection dense(String name, Values in, int outputs) {
    return Connection.plain(weights, name, Kind.DENSE, in.extent().neurons(), outputs);
  }
}
