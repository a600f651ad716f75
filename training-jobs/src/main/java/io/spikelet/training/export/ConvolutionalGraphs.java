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
import java.util.List;

/**
 * Exports the convolutional encoder and decoder that several families share:
 *
 * <ul>
 *   <li>encoder: {@code image [N, C, H, W]} in [-1, 1] to {@code spikes_out [T, N, D]};
 *   <li>decoder: {@code latent [T, N, D]} of 0 and 1 to {@code image [N, C, H, W]} in [-1, 1].
 * </ul>
 *
 * <p>Both also return {@code spikes} and {@code taps}, {@code [L, N]}: one row per layer of the
 * table that belongs to the graph. Latent spikes are drawn outside the decoder; the layer {@code
 * latent} stands for that and is its first row.
 *
 * <p>Source: ESVAE and FSVAE, their published code; batch normalisation with the running
 * statistics.
 */
final class ConvolutionalGraphs {

  /** Alpha of the batch normalisation everywhere in this network. */
  private static final double ALPHA = 1;

  private static final int DOWN = 2;

  private static final String READOUT = "final_layer.1";

  private final NamedWeights weights;
  private final ConvolutionalShape shape;
  private final WeightStorage storage;

  ConvolutionalGraphs(NamedWeights weights, ConvolutionalShape shape, WeightStorage storage) {
    this.weights = weights;
    this.shape = shape;
    this.storage = storage;
  }

  /** Size and value range of the pictures. */
  ImageSpec image() {
    return new ImageSpec(shape.imageChannels(), shape.side(), shape.side(), ValueRange.SIGNED_UNIT);
  }

  /** The encoder's file; its layers are added to the table. */
  byte[] encoder(List<LayerSpec> layers) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("encoder", storage);
    SpikingGraph network = new SpikingGraph(graph, GraphRole.ENCODER, shape.timeSteps());
    Signal signal =
        network.picture("image", new Extent(shape.imageChannels(), shape.side(), shape.side()));
    for (int level = 0; level < shape.encoderChannels().size(); level++) {
      String name = ConvolutionalShape.encoder(level);
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

  /** The decoder's file; its layers are added to the table. */
  byte[] decoder(List<LayerSpec> layers) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("decoder", storage);
    SpikingGraph network = new SpikingGraph(graph, GraphRole.DECODER, shape.timeSteps());
    Signal.Spikes latent = network.sampled("latent", shape.latentSize());
    Value image = network.readout(READOUT, spikesAtFullSize(network, latent), readout());
    finish(graph, network, image);
    layers.addAll(network.layers());
    return graph.build();
  }

  /**
   * The file of the decoder's single time step: {@code latent [N, D]}, the neurons' state, {@code
   * coefficient} and {@code gain} of {@link SpikingGraph#readoutStep} to {@code image}, the state
   * after and the counts of this step. Its layers are the decoder's.
   */
  byte[] decoderStep() {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("decoder-step", storage);
    SpikingGraph network = SpikingGraph.stepwise(graph, GraphRole.DECODER_STEP);
    Signal.Spikes latent = network.sampledStep("latent", shape.latentSize());
    Signal.Spikes last = spikesAtFullSize(network, latent);
    finish(graph, network, network.readoutStep(READOUT, last, readout(), shape.timeSteps()));
    return graph.build();
  }

  /** All layers from the latent spikes to the last that spikes. */
  private Signal.Spikes spikesAtFullSize(SpikingGraph network, Signal.Spikes latent) {
    String input = "decoder_input";
    Signal.Spikes signal =
        network.dense(
            input,
            latent,
            normalised(input, Kind.DENSE, shape.latentSize(), shape.decoderFeatures()));
    List<Integer> channels = shape.decoderChannels();
    int side = ConvolutionalShape.INNERMOST_SIDE;
    signal = network.reshape(signal, new Extent(channels.getFirst(), side, side));
    for (int level = 0; level + 1 < channels.size(); level++) {
      boolean last = level + 2 == channels.size();
      String name = last ? "final_layer.0" : ConvolutionalShape.decoder(level);
      var connection =
          normalised(
              name, Kind.TRANSPOSED_CONVOLUTION, channels.get(level), channels.get(level + 1));
      signal = network.doubling(name, signal, connection);
    }
    return signal;
  }

  private void finish(OnnxGraphBuilder graph, SpikingGraph network, Value image) {
    graph.output(
        "image",
        image,
        ElementType.FLOAT32,
        BATCH,
        shape.imageChannels(),
        shape.side(),
        shape.side());
    network.finish();
  }

  private Connection readout() {
    return Connection.plain(
        weights,
        READOUT,
        Kind.TRANSPOSED_CONVOLUTION,
        shape.decoderChannels().getLast(),
        shape.imageChannels());
  }

  private Connection normalised(String name, Kind kind, int inputs, int outputs) {
    double gain = ALPHA * LifModel.VARIATIONAL.threshold();
    return Connection.normalised(weights, name, kind, inputs, outputs, gain);
  }
}
