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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Exports an ordinary convolutional autoencoder as two graphs:
 *
 * <ul>
 *   <li>encoder: {@code image [N, C, H, W]} in [-1, 1] to {@code mean [N, D]} and {@code
 *       log_variance [N, D]}, or to {@code features [N, D]} where nothing is sampled;
 *   <li>decoder: {@code latent [N, D]} to {@code image [N, C, H, W]} in [-1, 1].
 * </ul>
 *
 * <p>Every layer reads real values once, so there are no spikes to count and no outputs that would.
 * Noise is drawn outside the graphs. Batch normalisation is folded in, with the running statistics.
 *
 * <p>Source: the ANN VAE that FSVAE and ESVAE are compared with.
 */
public final class AnnVaeExporter {

  private static final List<Head> VARIATIONAL =
      List.of(new Head("mean_layer", "mean"), new Head("log_variance_layer", "log_variance"));
  private static final List<Head> PLAIN = List.of(new Head("latent_layer", "features"));

  private static final float SLOPE = 0.01f;
  private static final int INNERMOST_SIDE = 2;
  private static final int STRIDE = 2;

  private final NamedWeights weights;
  private final WeightStorage storage;
  private final List<LayerSpec> layers = new ArrayList<>();

  /** A dense layer at the encoder's end, and the name of its output. */
  private record Head(String layer, String output) {}

  private AnnVaeExporter(NamedWeights weights, WeightStorage storage) {
    this.weights = weights;
    this.storage = storage;
  }

  /**
   * Exports a variational autoencoder; its sizes are taken from the weights.
   *
   * @param weights {@code encoder.i.0} (convolutions), {@code encoder.i.1} (their normalisation),
   *     {@code mean_layer}, {@code log_variance_layer}, {@code decoder_input}, {@code decoder.i.0},
   *     {@code decoder.i.1}, {@code final_layer.0}, {@code final_layer.1} (normalisation), {@code
   *     final_layer.3}
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(NamedWeights weights, WeightStorage storage) {
    return new AnnVaeExporter(weights, storage).export(VARIATIONAL);
  }

  /**
   * Exports an autoencoder without sampling: {@code latent_layer} in place of the two heads.
   *
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork autoencoder(NamedWeights weights, WeightStorage storage) {
    return new AnnVaeExporter(weights, storage).export(PLAIN);
  }

  private ExportedNetwork export(List<Head> heads) {
    int latentSize = weights.get(heads.getFirst().layer() + ".weight").size(0);
    Extent image = image();
    byte[] encoder = encoder(image, latentSize, heads);
    byte[] decoder = decoder(image, latentSize);
    return new ExportedNetwork(
        1,
        latentSize,
        new ImageSpec(image.channels(), image.height(), image.width(), ValueRange.SIGNED_UNIT),
        Map.of(GraphRole.ENCODER, encoder, GraphRole.DECODER, decoder),
        layers);
  }

  private Extent image() {
    int channels = weights.get("encoder.0.0.weight").size(1);
    int side = INNERMOST_SIDE;
    for (int level = 0; weights.has("encoder." + level + ".0.weight"); level++) {
      side *= STRIDE;
    }
    return new Extent(channels, side, side);
  }

  private byte[] encoder(Extent image, int latentSize, List<Head> heads) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("encoder", storage);
    OrdinaryGraph network = new OrdinaryGraph(graph, GraphRole.ENCODER);
    Values values = network.picture("image", image);
    for (int level = 0; weights.has("encoder." + level + ".0.weight"); level++) {
      String name = "encoder." + level + ".0";
      int outputs = weights.get(name + ".weight").size(0);
      Connection connection =
          normalised(name, "encoder." + level + ".1", Kind.CONVOLUTION, values, outputs);
      values = rectified(graph, network.convolution(name, values, connection, STRIDE));
    }
    for (Head head : heads) {
      Values code = network.dense(head.layer(), values, dense(head.layer(), values, latentSize));
      Value rows = graph.node("Reshape", code.value(), graph.list(-1, latentSize));
      graph.output(head.output(), rows, ElementType.FLOAT32, BATCH, latentSize);
    }
    layers.addAll(network.layers());
    return graph.build();
  }

  private byte[] decoder(Extent image, int latentSize) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("decoder", storage);
    OrdinaryGraph network = new OrdinaryGraph(graph, GraphRole.DECODER);
    Values values = network.code("latent", latentSize);
    Extent first = new Extent(width("decoder.0.0"), INNERMOST_SIDE, INNERMOST_SIDE);
    String input = "decoder_input";
    values = network.dense(input, values, dense(input, values, first.neurons()));
    values = network.reshape(values, first);
    for (int level = 0; weights.has("decoder." + level + ".0.weight"); level++) {
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
    layers.addAll(network.layers());
    return graph.build();
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

  private int width(String transposedConvolution) {
    return weights.get(transposedConvolution + ".weight").size(0);
  }

  private Connection normalised(String name, String norm, Kind kind, Values in, int outputs) {
    return Connection.normalised(weights, name, norm, kind, in.extent().channels(), outputs, 1);
  }

  private Connection dense(String name, Values in, int outputs) {
    return Connection.plain(weights, name, Kind.DENSE, in.extent().neurons(), outputs);
  }
}
