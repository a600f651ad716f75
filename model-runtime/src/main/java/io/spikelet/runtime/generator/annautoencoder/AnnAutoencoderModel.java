package io.spikelet.runtime.generator.annautoencoder;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.ordinary.CodeDecoder;
import io.spikelet.runtime.generator.ordinary.CodeEncoder;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import java.util.List;
import java.util.Set;

/**
 * A loaded ordinary autoencoder: real values throughout, no noise, no spikes and no time.
 *
 * <pre>image' = decoder(encoder(image))</pre>
 *
 * <p>Every graph computes its rows independently of each other: an image has the same bits in any
 * batch, whatever its seed. It costs the same multiply-accumulates whatever it shows. Source: the
 * network that the spiking autoencoder (2019) is compared with.
 */
public final class AnnAutoencoderModel extends GraphModel {

  private final CodeEncoder encoder;
  private final CodeDecoder decoder;

  private AnnAutoencoderModel(ModelPackage modelPackage, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.encoder = new CodeEncoder(graphs, GraphRole.ENCODER, spec.image(), spec.latentSize());
    this.decoder = new CodeDecoder(graphs, spec);
  }

  /**
   * Opens the package's encoder and decoder.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one is missing
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static AnnAutoencoderModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return opened(
        modelPackage,
        engine,
        Set.of(GraphRole.ENCODER, GraphRole.DECODER),
        graphs -> new AnnAutoencoderModel(modelPackage, graphs));
  }

  @Override
  public List<Reconstruction> reconstruct(List<ReconstructTask> tasks) {
    tasks.forEach(rules::check);
    long start = System.nanoTime();
    List<ReconstructTask> prepared =
        tasks.stream().map(task -> task.prepared(spec.image())).toList();
    List<float[]> codes = encoder.codes(prepared.stream().map(ReconstructTask::image).toList());
    long nanos = System.nanoTime() - start;
    return decoder.reconstructions(
        prepared, codes, encoder.activity().and(decoder.activity()), nanos);
  }
}
