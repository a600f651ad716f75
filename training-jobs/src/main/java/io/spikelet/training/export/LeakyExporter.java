package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;
import static io.spikelet.training.export.OnnxGraphBuilder.TIME;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.LeakyGraph.Spikes;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Exports networks of fully connected leaky integrate-and-fire neurons ({@link LeakyGraph} has
 * their equations):
 *
 * <ul>
 *   <li>encoder, or audio: {@code spikes_in [T, N, inputs]} to {@code spikes_out [T, N, D]};
 *   <li>decoder: {@code latent [T, N, D]} to {@code image [N, C, H, W]}, the spikes of every pixel
 *       over the time steps of the run.
 * </ul>
 *
 * <p>Source: spiking autoencoder and audiocoder (2019).
 */
public final class LeakyExporter {

  private final NamedWeights weights;
  private final int timeSteps;
  private final float decay;
  private final float threshold;
  private final WeightStorage storage;
  private final List<LayerSpec> layers = new ArrayList<>();

  /**
   * An exporter of one network.
   *
   * @param weights {@code name.weight [neurons, inputs]} for each layer
   * @param timeSteps T of a whole picture
   * @param decay what is left of a potential after a time step, in [0, 1]
   * @param threshold potential at which a neuron fires
   */
  public LeakyExporter(
      NamedWeights weights, int timeSteps, float decay, float threshold, WeightStorage storage) {
    this.weights = weights;
    this.timeSteps = timeSteps;
    this.decay = decay;
    this.threshold = threshold;
    this.storage = storage;
  }

  /**
   * A spiking autoencoder: {@code encoder.0} and {@code decoder.0}.
   *
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public ExportedNetwork autoencoder(ImageSpec image) {
    byte[] encoder = hidden(GraphRole.ENCODER, image.values(), List.of("encoder.0"));
    byte[] decoder = decoder(image);
    return new ExportedNetwork(
        timeSteps,
        weights.get("decoder.0.weight").size(1),
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
    byte[] audio = hidden(GraphRole.AUDIO, frontEnd.values(), List.of("audio.0", "audio.1"));
    layers.addAll(decoderLayers);
    return new ExportedNetwork(
        timeSteps,
        weights.get("audio.1.weight").size(0),
        image,
        Map.of(GraphRole.AUDIO, audio, GraphRole.DECODER, decoder),
        layers,
        frontEnd);
  }

  private byte[] hidden(GraphRole role, int inputs, List<String> names) {
    String name = role.name().toLowerCase(Locale.ROOT);
    OnnxGraphBuilder graph = new OnnxGraphBuilder(name, storage);
    LeakyGraph network = new LeakyGraph(graph, role, timeSteps, decay, threshold);
    Spikes spikes = network.sampled("spikes_in", "input", inputs);
    for (String layer : names) {
      spikes = network.neurons(layer, spikes, connection(layer, spikes.size()));
    }
    graph.output("spikes_out", spikes.value(), ElementType.FLOAT32, TIME, BATCH, spikes.size());
    return finished(graph, network);
  }

  private byte[] decoder(ImageSpec image) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("decoder", storage);
    LeakyGraph network = new LeakyGraph(graph, GraphRole.DECODER, timeSteps, decay, threshold);
    int latentSize = weights.get("decoder.0.weight").size(1);
    Spikes latent = network.received("latent", latentSize);
    Spikes pixels = network.neurons("decoder.0", latent, connection("decoder.0", latentSize));
    long[] shape = {BATCH, image.channels(), image.height(), image.width()};
    Value counts = graph.node("Reshape", network.overTime(pixels), graph.list(shape));
    graph.output("image", counts, ElementType.FLOAT32, shape);
    return finished(graph, network);
  }

  private byte[] finished(OnnxGraphBuilder graph, LeakyGraph network) {
    network.finish();
    layers.addAll(network.layers());
    return graph.build();
  }

  private Connection connection(String layer, int inputs) {
    int neurons = weights.get(layer + ".weight").size(0);
    return Connection.unbiased(weights, layer, inputs, neurons);
  }
}
