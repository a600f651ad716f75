package io.spikelet.training.export;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Exports an FSVAE: the {@linkplain ConvolutionalGraphs encoder, decoder and the decoder's single
 * time step}, and {@linkplain AlternativesGraph one time step} of the posterior and of the prior.
 *
 * <p>Source: FSVAE, its published code.
 */
public final class FsvaeExporter {

  private FsvaeExporter() {}

  /**
   * Exports a network; its sizes are taken from the weights.
   *
   * @param weights named as in the published code: {@code encoder.0.weight}, {@code
   *     posterior.layers.0.bn.running_mean}, ...
   * @param timeSteps T, at least 2
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(NamedWeights weights, int timeSteps, WeightStorage storage) {
    ConvolutionalShape shape = ConvolutionalShape.of(weights, timeSteps);
    ConvolutionalGraphs backbone = new ConvolutionalGraphs(weights, shape, storage);
    int latent = shape.latentSize();
    List<LayerSpec> layers = new ArrayList<>();
    byte[] encoder = backbone.encoder(layers);
    byte[] posterior =
        new AlternativesGraph(weights, GraphRole.POSTERIOR, "posterior", storage)
            .build(latent, timeSteps, layers);
    byte[] prior =
        new AlternativesGraph(weights, GraphRole.PRIOR, "prior", storage)
            .build(latent, timeSteps, layers);
    byte[] decoder = backbone.decoder(layers);
    return new ExportedNetwork(
        timeSteps,
        latent,
        backbone.image(),
        Map.of(
            GraphRole.ENCODER,
            encoder,
            GraphRole.POSTERIOR,
            posterior,
            GraphRole.PRIOR,
            prior,
            GraphRole.DECODER,
            decoder,
            GraphRole.DECODER_STEP,
            backbone.decoderStep()),
        layers);
  }
}
