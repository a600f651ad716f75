package io.spikelet.training.export;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.OrdinaryAutoencoderGraphs.Head;
import io.spikelet.training.export.OrdinaryAutoencoderGraphs.Statistics;
import io.spikelet.training.export.OrdinaryAutoencoderGraphs.Written;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Exports an ordinary convolutional variational autoencoder as two graphs:
 *
 * <ul>
 *   <li>encoder: {@code image [N, C, H, W]} in [-1, 1] to {@code mean [N, D]} and {@code
 *       log_variance [N, D]};
 *   <li>decoder: {@code latent [N, D]} to {@code image [N, C, H, W]} in [-1, 1].
 * </ul>
 *
 * <p>Noise is drawn outside the graphs. Batch normalisation is folded in, with the running
 * statistics.
 *
 * <p>Source: the ANN VAE that FSVAE and ESVAE are compared with.
 */
public final class AnnVaeExporter {

  private static final List<Head> HEADS =
      List.of(new Head("mean_layer", "mean"), new Head("log_variance_layer", "log_variance"));

  private AnnVaeExporter() {}

  /**
   * Exports a network; its sizes are taken from the weights.
   *
   * @param weights {@code encoder.i.0} (convolutions), {@code encoder.i.1} (their normalisation),
   *     {@code mean_layer}, {@code log_variance_layer}, {@code decoder_input}, {@code decoder.i.0},
   *     {@code decoder.i.1}, {@code final_layer.0}, {@code final_layer.1} (normalisation), {@code
   *     final_layer.3}
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(NamedWeights weights, WeightStorage storage) {
    OrdinaryAutoencoderGraphs graphs = new OrdinaryAutoencoderGraphs(weights, storage);
    int latentSize = graphs.outputs(HEADS.getFirst().layer());
    Written encoder = graphs.encoder(GraphRole.ENCODER, HEADS, Statistics.RUNNING);
    Written decoder = graphs.decoder(latentSize);
    List<LayerSpec> layers =
        Stream.concat(encoder.layers().stream(), decoder.layers().stream()).toList();
    return new ExportedNetwork(
        1,
        latentSize,
        graphs.image(),
        Map.of(GraphRole.ENCODER, encoder.file(), GraphRole.DECODER, decoder.file()),
        layers);
  }
}
