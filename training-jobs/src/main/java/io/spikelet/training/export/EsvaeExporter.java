package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.Connection.Kind;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import io.spikelet.training.export.SpikingGraph.Extent;
import io.spikelet.training.export.SpikingGraph.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Exports an ESVAE as three graphs:
 *
 * <ul>
 *   <li>encoder: {@code image [N, C, H, W]} in [-1, 1] to {@code spikes_out [T, N, D]};
 *   <li>prior: {@code normals [N, D]} to {@code rates [N, D]} in (0, 1);
 *   <li>decoder: {@code latent [T, N, D]} of 0 and 1 to {@code image [N, C, H, W]} in [-1, 1].
 * </ul>
 *
 * <p>Encoder and decoder also return {@code spikes} and {@code taps}, {@code [L, N]}: one row per
 * layer of the table that belongs to the graph. Spikes are drawn from rates outside the graphs; the
 * layer {@code latent} stands for that and is the decoder's first row.
 *
 * <p>Source: ESVAE, its published code; batch normalisation with the running statistics.
 */
public final class EsvaeExporter {

  /** Alpha of the batch normalisation everywhere in this network. */
  private static final double ALPHA = 1;

  private static final int DOWN = 2;

  private final NamedWeights weights;
  private final EsvaeShape shape;
  private final WeightStorage storage;

  private EsvaeExporter(NamedWeights weights, EsvaeShape shape, WeightStorage storage) {
    this.weights = weights;
    this.shape = shape;
    this.storage = storage;
  }

  /**
   * Exports a network; its sizes are taken from the weights.
   *
   * @param weights named as in the published code: {@code encoder.0.weight}, {@code
   *     encoder.0.bn.running_mean}, ...
   * @param timeSteps T, at least 2
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(NamedWeights weights, int timeSteps, WeightStorage storage) {
    return new EsvaeExporter(weights, EsvaeShape.of(weights, timeSteps), storage).export();
  }

  private ExportedNetwork export() {
    List<LayerSpec> layers = new ArrayList<>();
    byte[] encoder = encoder(layers);
    byte[] prior = prior(layers);
    byte[] decoder = decoder(layers);
    return new ExportedNetwork(
        shape.timeSteps(),
        shape.latentSize(),
        new ImageSpec(shape.imageChannels(), shape.side(), shape.side(), ValueRange.SIGNED_UNIT),
        Map.of(GraphRole.ENCODER, encoder, GraphRole.PRIOR, prior, GraphRole.DECODER, decoder),
        layers);
  }

  private byte[] encoder(List<LayerSpec> layers) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("encoder", storage);
    SpikingGraph network = new SpikingGraph(graph, GraphRole.ENCODER, shape.timeSteps());
    Signal signal =
        network.picture("image", new Extent(shape.imageChannels(), shape.side(), shape.side()));
    for (int level = 0; level < shape.encoderChannels().size(); level++) {
      String name = EsvaeShape.encoder(level);
      int outputs = shape.encoderChannels().get(level);
      var connection = normalised(name, Kind.CONVOLUTION, signal.extent().channels(), outputs);
      signal = network.convolution(name, signal, connection, DOWN);
    }
    String name = "before_latent_layer";
    var connection = normalised(name, Kind.DENSE, shape.encoderFeatures(), shape.latentSize());
    Signal.Spikes latent = network.dense(name, signal, connection);
    Value spikes =
        graph.node(
            "Reshape", latent.value(), graph.list(shape.timeSteps(), -1, shape.latentSize()));
    graph.output(
        "spikes_out", spikes, ElementType.FLOAT32, shape.timeSteps(), BATCH, shape.latentSize());
    network.finish(latent);
    layers.addAll(network.layers());
    return graph.build();
  }

  /**
   * The rates {@code sigmoid(W n + b)}. As a convolution over one pixel, because the engine
   * computes that image by image: a matrix product may round one row otherwise than many.
   */
  private byte[] prior(List<LayerSpec> layers) {
    int size = shape.latentSize();
    Connection dense = Connection.plain(weights, "sample_layer.0", Kind.DENSE, size, size);
    OnnxGraphBuilder graph = new OnnxGraphBuilder("prior", storage);
    Value pixels =
        graph.node("Reshape", graph.input("normals", BATCH, size), graph.list(-1, size, 1, 1));
    Value sums =
        graph.node(
            "Conv",
            Map.of("kernel_shape", new long[] {1, 1}),
            pixels,
            graph.weights(dense.weight(), size, size, 1, 1),
            graph.floats(dense.bias(), size));
    Value rates = graph.node("Reshape", graph.node("Sigmoid", sums), graph.list(-1, size));
    graph.output("rates", rates, ElementType.FLOAT32, BATCH, size);
    layers.add(
        new LayerSpec(
            "sample_layer",
            GraphRole.PRIOR,
            LayerSpec.Kind.DENSE,
            LayerSpec.Input.REAL,
            size,
            size,
            (long) size * size,
            1,
            false));
    return graph.build();
  }

  private byte[] decoder(List<LayerSpec> layers) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("decoder", storage);
    SpikingGraph network = new SpikingGraph(graph, GraphRole.DECODER, shape.timeSteps());
    Signal.Spikes signal = network.sampled("latent", shape.latentSize());
    String input = "decoder_input";
    signal =
        network.dense(
            input,
            signal,
            normalised(input, Kind.DENSE, shape.latentSize(), shape.decoderFeatures()));
    List<Integer> channels = shape.decoderChannels();
    int side = EsvaeShape.INNERMOST_SIDE;
    signal = network.reshape(signal, new Extent(channels.getFirst(), side, side));
    for (int level = 0; level + 1 < channels.size(); level++) {
      boolean last = level + 2 == channels.size();
      String name = last ? "final_layer.0" : EsvaeShape.decoder(level);
      var connection =
          normalised(
              name, Kind.TRANSPOSED_CONVOLUTION, channels.get(level), channels.get(level + 1));
      signal = network.doubling(name, signal, connection);
    }
    Value image = network.readout("final_layer.1", signal, readout());
    graph.output(
        "image",
        image,
        ElementType.FLOAT32,
        BATCH,
        shape.imageChannels(),
        shape.side(),
        shape.side());
    network.finish();
    layers.addAll(network.layers());
    return graph.build();
  }

  private Connection readout() {
    return Connection.plain(
        weights,
        "final_layer.1",
        Kind.TRANSPOSED_CONVOLUTION,
        shape.decoderChannels().getLast(),
        shape.imageChannels());
  }

  private Connection normalised(String name, Kind kind, int inputs, int outputs) {
    double gain = ALPHA * LifNeurons.THRESHOLD;
    return Connection.normalised(weights, name, kind, inputs, outputs, gain);
  }
}
