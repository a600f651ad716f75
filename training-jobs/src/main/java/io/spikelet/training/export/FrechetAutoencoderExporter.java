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
 * Exports an ordinary convolutional autoencoder, whose code is a feature vector, as three graphs:
 *
 * <ul>
 *   <li>features: {@code image [N, C, H, W]} in [-1, 1] to {@code features [N, L]}, batch
 *       normalisation folded in with the running statistics: each row is that of its image;
 *   <li>features-batch: the same network with the statistics of the N images themselves, nothing
 *       folded: each row depends on all images;
 *   <li>decoder: {@code latent [N, L]} to {@code image [N, C, H, W]} in [-1, 1].
 * </ul>
 *
 * <p>Source: the Frechet autoencoder distance of FSVAE and ESVAE. Their published code computes
 * features as the second graph does.
 */
public final class FrechetAutoencoderExporter {

  private static final List<Head> HEADS = List.of(new Head("latent_layer", "features"));

  private FrechetAutoencoderExporter() {}

  /**
   * Exports a network; its sizes are taken from the weights.
   *
   * @param weights as of {@link AnnVaeExporter}, with {@code latent_layer} for the two heads
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(NamedWeights weights, WeightStorage storage) {
    OrdinaryAutoencoderGraphs graphs = new OrdinaryAutoencoderGraphs(weights, storage);
    int latentSize = graphs.outputs(HEADS.getFirst().layer());
    Written features = graphs.encoder(GraphRole.FEATURES, HEADS, Statistics.RUNNING);
    Written ofBatch = graphs.encoder(GraphRole.FEATURES_BATCH, HEADS, Statistics.BATCH);
    Written decoder = graphs.decoder(latentSize);
    List<LayerSpec> layers =
        Stream.concat(features.layers().stream(), decoder.layers().stream()).toList();
    return new ExportedNetwork(
        1,
        latentSize,
        graphs.image(),
        Map.of(
            GraphRole.FEATURES, features.file(),
            GraphRole.FEATURES_BATCH, ofBatch.file(),
            GraphRole.DECODER, decoder.file()),
        layers);
  }
}
