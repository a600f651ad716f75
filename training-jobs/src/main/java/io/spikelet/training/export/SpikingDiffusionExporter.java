package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.Connection.Kind;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import io.spikelet.training.export.SpikingGraph.Extent;
import io.spikelet.training.export.SpikingGraph.Signal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Exports a Spiking-Diffusion model:
 *
 * <ul>
 *   <li>encoder: {@code image [N, C, H, W]} in [-0.5, 0.5] to {@code codes [N, P]}, integers 0 to
 *       K-1;
 *   <li>codebook: {@code codes [N, P]} to {@code spikes_out [T, N, D]}, the generator's spikes, D =
 *       code size times P, channel by channel; where a code is K, the mask, nothing fires;
 *   <li>decoder: {@code latent [T, N, D]} to {@code image [N, C, H, W]} in [-1, 1];
 *   <li>denoiser: {@code codes [N, P]} with masks, {@code time [N]} from 1 to P, to {@code logits
 *       [N, K, P]}.
 * </ul>
 *
 * <p>All also return {@code spikes} and {@code taps}, {@code [L, N]}. The layer table counts the
 * denoiser P times, as often as a picture of the published sampler asks for it.
 *
 * <p>Source: Spiking-Diffusion, its published code; batch normalisation with the running
 * statistics.
 */
public final class SpikingDiffusionExporter {

  private static final int HALVING = 2;

  /** Layers of the denoiser that have neurons; one without follows. */
  private final int denoiserStages;

  private final NamedWeights weights;
  private final Network network;
  private final WeightStorage storage;
  private final Extent picture;
  private final Extent map;
  private final int codes;
  private final List<LayerSpec> layers = new ArrayList<>();

  /**
   * What the weights do not say.
   *
   * @param timeSteps of the autoencoder, at least 2
   * @param imageSize height and width of the image
   * @param feature what each time step's spikes count in the feature that the codebook sees
   * @param denoiserTimeSteps time steps of the denoiser, at least 2
   * @param denoising whether there is a denoiser to export; without one there is nothing to draw
   *     pictures from
   */
  public record Network(
      int timeSteps, int imageSize, float[] feature, int denoiserTimeSteps, boolean denoising) {}

  private SpikingDiffusionExporter(NamedWeights weights, Network network, WeightStorage storage) {
    this.weights = weights;
    this.network = network;
    this.storage = storage;
    int side = network.imageSize();
    this.picture = new Extent(weights.get("encoder.0.weight").size(1), side, side);
    this.codes = weights.get("quantiser.codebook").size(0);
    int inner = side / HALVING / HALVING;
    this.map = new Extent(weights.get("quantiser.codebook").size(1), inner, inner);
    this.denoiserStages = denoiserStages(weights);
  }

  private static int denoiserStages(NamedWeights weights) {
    int stages = 0;
    while (weights.has("denoiser.%d.bn.weight".formatted(stages))) {
      stages++;
    }
    return stages;
  }

  /**
   * Exports a network; its sizes are taken from the weights.
   *
   * @param weights named {@code encoder.0.weight}, {@code encoder.0.bn.running_mean}, {@code
   *     quantiser.codebook}, {@code generator.weight}, {@code decoder.0.weight}, {@code
   *     denoiser.0.weight}, ...
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(
      NamedWeights weights, Network network, WeightStorage storage) {
    return new SpikingDiffusionExporter(weights, network, storage).export();
  }

  private ExportedNetwork export() {
    Map<GraphRole, byte[]> graphs = new EnumMap<>(GraphRole.class);
    graphs.put(GraphRole.ENCODER, encoder());
    graphs.put(GraphRole.CODEBOOK, codebook());
    graphs.put(GraphRole.DECODER, decoder());
    if (network.denoising()) {
      graphs.put(GraphRole.DENOISER, denoiser());
    }
    ImageSpec image =
        new ImageSpec(
            picture.channels(), picture.height(), picture.width(), ValueRange.CENTRED_UNIT);
    return new ExportedNetwork(network.timeSteps(), map.neurons(), image, graphs, layers);
  }

  private byte[] encoder() {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("encoder", storage);
    SpikingGraph spiking = spiking(graph, GraphRole.ENCODER, network.timeSteps());
    Signal signal = spiking.picture("image", picture);
    signal = spiking.convolution("encoder.0", signal, halving("encoder.0", signal), HALVING);
    signal = spiking.convolution("encoder.1", signal, halving("encoder.1", signal), HALVING);
    int inputs = signal.extent().channels();
    Connection last = normalised("encoder.2", Kind.POINTWISE, inputs, map.channels());
    Signal.Spikes spikes = spiking.pointwise("encoder.2", signal, last);
    Value feature = spiking.weighted("quantiser.feature", spikes, network.feature());
    Value distances = spiking.pointwiseOnce("quantiser.codebook", feature, map, distances());
    Value nearest = graph.node("ArgMin", Map.of("axis", 1L, "keepdims", 0L), distances);
    Value flat = graph.node("Reshape", nearest, graph.list(-1, map.places()));
    graph.output("codes", flat, ElementType.INT64, BATCH, map.places());
    return finished(graph, spiking);
  }

  /** {@code |e|^2 - 2 e f}, which differs from {@code |f - e|^2} by the same for every e. */
  private Connection distances() {
    float[] vectors = vectors();
    float[] products = new float[vectors.length];
    float[] lengths = new float[codes];
    for (int i = 0; i < vectors.length; i++) {
      products[i] = -2 * vectors[i];
      lengths[i / map.channels()] += vectors[i] * vectors[i];
    }
    return new Connection(Kind.POINTWISE, map.channels(), codes, products, lengths);
  }

  /** The codebook as it is stored, so that encoder and generator mean the same vectors. */
  private float[] vectors() {
    return storage.rounded(weights.get("quantiser.codebook", codes, map.channels()));
  }

  private byte[] codebook() {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("codebook", storage);
    SpikingGraph spiking = spiking(graph, GraphRole.CODEBOOK, network.timeSteps());
    Value input = graph.input("codes", BATCH, map.places());
    Value last = graph.scalar(codes - 1f);
    Value known = graph.node("Min", input, last);
    Value indices = graph.node("Cast", Map.of("to", ElementType.INT64.code()), known);
    Value table = graph.weights(vectors(), codes, map.channels());
    Value rows = graph.node("Gather", table, indices);
    Value channels = graph.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), rows);
    Value vectors = shaped(graph, channels, map);
    Signal.Picture shown = SpikingGraph.made(vectors, map);
    int size = map.channels();
    Connection connection = normalised("generator", Kind.POINTWISE, size, size);
    Signal.Spikes spikes = spiking.pointwise("generator", shown, connection);
    Signal.Spikes drawn = unmasked(graph, spikes, input);
    Value overTime =
        graph.node("Reshape", drawn.value(), graph.list(network.timeSteps(), -1, map.neurons()));
    graph.output(
        "spikes_out", overTime, ElementType.FLOAT32, network.timeSteps(), BATCH, map.neurons());
    spiking.finish(drawn);
    layers.addAll(spiking.layers());
    return graph.build();
  }

  /** Silences the positions that have no code yet. */
  private Signal.Spikes unmasked(OnnxGraphBuilder graph, Signal.Spikes spikes, Value codesInput) {
    Value known = graph.node("Less", codesInput, graph.scalar(codes));
    Value factors = graph.node("Cast", Map.of("to", ElementType.FLOAT32.code()), known);
    Value planes = graph.node("Reshape", factors, graph.list(-1, 1, map.height(), map.width()));
    Value overTime =
        graph.node(
            "Reshape",
            spikes.value(),
            graph.list(network.timeSteps(), -1, map.channels(), map.height(), map.width()));
    Value silenced = graph.node("Mul", overTime, planes);
    return new Signal.Spikes(shaped(graph, silenced, map), map);
  }

  private byte[] decoder() {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("decoder", storage);
    SpikingGraph spiking = spiking(graph, GraphRole.DECODER, network.timeSteps());
    Signal.Spikes signal = spiking.received("latent", map);
    signal = spiking.doubling("decoder.0", signal, doubling("decoder.0", signal));
    signal = spiking.doubling("decoder.1", signal, doubling("decoder.1", signal));
    String name = "decoder.2";
    Connection readout =
        Connection.plain(
            weights,
            name,
            Kind.TRANSPOSED_CONVOLUTION,
            signal.extent().channels(),
            picture.channels());
    Value image = spiking.readout(name, signal, readout);
    graph.output(
        "image",
        image,
        ElementType.FLOAT32,
        BATCH,
        picture.channels(),
        picture.height(),
        picture.width());
    return finished(graph, spiking);
  }

  private byte[] denoiser() {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("denoiser", storage);
    SpikingGraph spiking = spiking(graph, GraphRole.DENOISER, network.denoiserTimeSteps());
    Signal input = SpikingGraph.made(denoiserInput(graph), denoiserExtent());
    List<Signal.Spikes> spikes = new ArrayList<>();
    for (int i = 0; i < denoiserStages; i++) {
      String name = "denoiser." + i;
      Signal from = spikes.isEmpty() ? input : spikes.getLast();
      int outputs = weights.get(name + ".weight").size(0);
      Connection connection = normalised(name, Kind.CONVOLUTION, from.extent().channels(), outputs);
      spikes.add(spiking.convolution(name, from, connection, 1));
    }
    Signal.Spikes deep = spikes.getLast();
    Signal.Spikes shallow = spikes.getFirst().again();
    String name = "denoiser." + denoiserStages;
    int inputs = deep.extent().channels() + shallow.extent().channels();
    Connection output = Connection.plain(weights, name, Kind.CONVOLUTION, inputs, codes);
    Value logits = spiking.averaged(name, List.of(deep, shallow), output);
    Value flat = graph.node("Reshape", logits, graph.list(-1, codes, map.places()));
    graph.output("logits", flat, ElementType.FLOAT32, BATCH, codes, map.places());
    spiking.finish();
    for (LayerSpec layer : spiking.layers()) {
      layers.add(layer.evaluated(Math.multiplyExact(layer.evaluations(), map.places())));
    }
    return graph.build();
  }

  private Extent denoiserExtent() {
    return new Extent(2, map.height(), map.width());
  }

  /** The map as plain numbers, and the time as a constant plane beside it. */
  private Value denoiserInput(OnnxGraphBuilder graph) {
    Value input = graph.input("codes", BATCH, map.places());
    Value time = graph.input("time", BATCH);
    Value plane = graph.list(-1, 1, map.height(), map.width());
    Value numbers = graph.node("Reshape", input, plane);
    Value nothing = graph.node("Mul", numbers, graph.scalar(0));
    Value times = graph.node("Reshape", time, graph.list(-1, 1, 1, 1));
    Value everywhere = graph.node("Add", nothing, times);
    return graph.node("Concat", Map.of("axis", 1L), numbers, everywhere);
  }

  private byte[] finished(OnnxGraphBuilder graph, SpikingGraph spiking) {
    spiking.finish();
    layers.addAll(spiking.layers());
    return graph.build();
  }

  private static SpikingGraph spiking(OnnxGraphBuilder graph, GraphRole role, int timeSteps) {
    return new SpikingGraph(graph, role, timeSteps, LifModel.DIFFUSION);
  }

  private static Value shaped(OnnxGraphBuilder graph, Value value, Extent extent) {
    return graph.node(
        "Reshape", value, graph.list(-1, extent.channels(), extent.height(), extent.width()));
  }

  private Connection halving(String name, Signal in) {
    int outputs = weights.get(name + ".weight").size(0);
    return normalised(name, Kind.CONVOLUTION, in.extent().channels(), outputs);
  }

  private Connection doubling(String name, Signal in) {
    int outputs = weights.get(name + ".weight").size(1);
    return normalised(name, Kind.TRANSPOSED_CONVOLUTION, in.extent().channels(), outputs);
  }

  private Connection normalised(String name, Kind kind, int inputs, int outputs) {
    return Connection.normalised(weights, name, kind, inputs, outputs, 1)
        .scaled(LifModel.DIFFUSION.inputFactor());
  }
}
