package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.Connection.Kind;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import io.spikelet.training.export.OrdinaryGraph.Values;
import io.spikelet.training.export.SpikingGraph.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Exports networks of fully connected sigmoid neurons:
 *
 * <ul>
 *   <li>encoder, or audio: {@code image [N, C, H, W]} in [0, 1] to {@code code [N, D]} in (0, 1);
 *       the image of a sound is its cochleagram, {@code [N, 1, channels, frames]};
 *   <li>decoder: {@code latent [N, D]} to {@code image [N, C, H, W]} in (0, 1).
 * </ul>
 *
 * <p>Every layer reads real values once, so there are no spikes to count and no outputs that would.
 *
 * <p>Source: what the spiking autoencoder and the audiocoder (2019) are compared with.
 */
public final class SigmoidExporter {

  private final NamedWeights weights;
  private final WeightStorage storage;
  private final List<LayerSpec> layers = new ArrayList<>();

  /**
   * An exporter of one network.
   *
   * @param weights {@code name.weight [neurons, inputs]} and {@code name.bias [neurons]} for each
   *     layer
   */
  public SigmoidExporter(NamedWeights weights, WeightStorage storage) {
    this.weights = weights;
    this.storage = storage;
  }

  /**
   * An autoencoder: {@code encoder.0} and {@code decoder.0}.
   *
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public ExportedNetwork autoencoder(ImageSpec image) {
    Extent extent = new Extent(image.channels(), image.height(), image.width());
    byte[] encoder = code(GraphRole.ENCODER, extent, List.of("encoder.0"));
    byte[] decoder = decoder(image);
    return new ExportedNetwork(
        1,
        neurons("encoder.0"),
        image,
        Map.of(GraphRole.ENCODER, encoder, GraphRole.DECODER, decoder),
        layers);
  }

  /**
   * An audiocoder: the layers {@code audio.0} and {@code audio.1}, and the decoder of a published
   * autoencoder.
   *
   * @param frontEnd how a sound becomes the network's input
   * @param decoder the autoencoder's graph
   * @param decoderLayers its rows of the layer table
   * @param image what it draws
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public ExportedNetwork audiocoder(
      FrontEnd frontEnd, byte[] decoder, List<LayerSpec> decoderLayers, ImageSpec image) {
    Extent heard = new Extent(1, frontEnd.channels(), frontEnd.frames());
    byte[] audio = code(GraphRole.AUDIO, heard, List.of("audio.0", "audio.1"));
    layers.addAll(decoderLayers);
    return new ExportedNetwork(
        1,
        neurons("audio.1"),
        image,
        Map.of(GraphRole.AUDIO, audio, GraphRole.DECODER, decoder),
        layers,
        frontEnd);
  }

  private byte[] code(GraphRole role, Extent picture, List<String> names) {
    String name = role.name().toLowerCase(Locale.ROOT);
    OnnxGraphBuilder graph = new OnnxGraphBuilder(name, storage);
    OrdinaryGraph network = new OrdinaryGraph(graph, role);
    Values values = network.picture("image", picture);
    for (String layer : names) {
      values = neurons(graph, network, layer, values);
    }
    int size = values.extent().neurons();
    Value rows = graph.node("Reshape", values.value(), graph.list(-1, size));
    graph.output("code", rows, ElementType.FLOAT32, BATCH, size);
    layers.addAll(network.layers());
    return graph.build();
  }

  private byte[] decoder(ImageSpec image) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("decoder", storage);
    OrdinaryGraph network = new OrdinaryGraph(graph, GraphRole.DECODER);
    Values code = network.code("latent", neurons("encoder.0"));
    Extent extent = new Extent(image.channels(), image.height(), image.width());
    Values pixels = network.reshape(neurons(graph, network, "decoder.0", code), extent);
    graph.output(
        "image",
        pixels.value(),
        ElementType.FLOAT32,
        BATCH,
        image.channels(),
        image.height(),
        image.width());
    layers.addAll(network.layers());
    return graph.build();
  }

  private Values neurons(OnnxGraphBuilder graph, OrdinaryGraph network, String layer, Values in) {
    int inputs = in.extent().neurons();
    Connection connection = Connection.plain(weights, layer, Kind.DENSE, inputs, neurons(layer));
    Values sums = network.dense(layer, in, connection);
    return sums.with(graph.node("Sigmoid", sums.value()));
  }

  private int neurons(String layer) {
    return weights.get(layer + ".weight").size(0);
  }
}
