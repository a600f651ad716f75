package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.Connection.Kind;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Exports an ESVAE: the {@linkplain ConvolutionalGraphs encoder, decoder and the decoder's single
 * time step}, and the prior, {@code normals [N, D]} to {@code rates [N, D]} in (0, 1).
 *
 * <p>Source: ESVAE, its published code.
 */
public final class EsvaeExporter {

  private EsvaeExporter() {}

  /**
   * Exports a network; its sizes are taken from the weights.
   *
   * @param weights named as in the published code: {@code encoder.0.weight}, {@code
   *     encoder.0.bn.running_mean}, ...
   * @param timeSteps T, at least 2
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(NamedWeights weights, int timeSteps, WeightStorage storage) {
    ConvolutionalShape shape = ConvolutionalShape.of(weights, timeSteps);
    ConvolutionalGraphs backbone = new ConvolutionalGraphs(weights, shape, storage);
    List<LayerSpec> layers = new ArrayList<>();
    byte[] encoder = backbone.encoder(layers);
    byte[] prior = prior(weights, shape.latentSize(), storage, layers);
    byte[] decoder = backbone.decoder(layers);
    return new ExportedNetwork(
        timeSteps,
        shape.latentSize(),
        backbone.image(),
        Map.of(
            GraphRole.ENCODER,
            encoder,
            GraphRole.PRIOR,
            prior,
            GraphRole.DECODER,
            decoder,
            GraphRole.DECODER_STEP,
            backbone.decoderStep()),
        layers);
  }

  /**
   * The rates {@code sigmoid(W n + b)}. As a convolution over one pixel, because the engine
   * computes that image by image: a matrix product may round one row otherwise than many.
   */
  private static byte[] prior(
      NamedWeights weights, int size, WeightStorage storage, List<LayerSpec> layers) {
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
}
