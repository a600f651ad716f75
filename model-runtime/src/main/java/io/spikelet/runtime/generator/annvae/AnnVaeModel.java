package io.spikelet.runtime.generator.annvae;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.ordinary.CodeDecoder;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A loaded ordinary variational autoencoder: real values throughout, no spikes and no time.
 *
 * <pre>
 *   generate:     z = n,  n ~ N(0, 1)^D,                          image = decoder(z)
 *   reconstruct:  (mean, v) = encoder(image),  z = mean + exp(v / 2) * n,  decoder(z)
 * </pre>
 *
 * <p>The normal numbers n of an image come from its own stream, and every graph computes its rows
 * independently of each other: an image has the same bits in any batch. It costs the same
 * multiply-accumulates whatever it shows. Source: the ANN VAE that FSVAE is compared with.
 */
public final class AnnVaeModel extends GraphModel {

  private final NetworkActivity encoding;
  private final CodeDecoder decoder;

  private AnnVaeModel(ModelPackage modelPackage, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.encoding = graphs.activityWithoutSpikes(GraphRole.ENCODER);
    this.decoder = new CodeDecoder(graphs, spec);
  }

  /**
   * Opens the package's encoder and decoder.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one is missing
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static AnnVaeModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return opened(
        modelPackage,
        engine,
        Set.of(GraphRole.ENCODER, GraphRole.DECODER),
        graphs -> new AnnVaeModel(modelPackage, graphs));
  }

  @Override
  public List<GeneratedImage> generate(List<GenerateTask> tasks) {
    rules.require(Capability.GENERATE);
    tasks.forEach(rules::check);
    long start = System.nanoTime();
    List<float[]> codes =
        tasks.stream().map(task -> normals(task.seed(), Purpose.PRIOR_NORMAL)).toList();
    return decoder.images(codes, decoder.activity(), System.nanoTime() - start);
  }

  @Override
  public List<Reconstruction> reconstruct(List<ReconstructTask> tasks) {
    rules.require(Capability.RECONSTRUCT);
    tasks.forEach(rules::check);
    long start = System.nanoTime();
    List<ReconstructTask> prepared =
        tasks.stream().map(task -> task.prepared(spec.image())).toList();
    List<float[]> codes = Batches.inPieces(prepared, graphs.imagesPerRun(), this::posterior);
    long nanos = System.nanoTime() - start;
    return decoder.reconstructions(prepared, codes, encoding.and(decoder.activity()), nanos);
  }

  private float[] normals(ImageSeed seed, Purpose purpose) {
    return RandomStream.of(seed).normals(purpose, spec.latentSize());
  }

  /** Codes {@code mean + exp(v / 2) * n} with n from each image's stream. */
  private List<float[]> posterior(List<ReconstructTask> prepared) {
    List<Image> images = prepared.stream().map(ReconstructTask::image).toList();
    Tensors outputs = graphs.run(GraphRole.ENCODER, "image", ImageBatch.join(images, spec.image()));
    float[] means = outputs.floats("mean").data();
    float[] logVariances = outputs.floats("log_variance").data();
    int size = spec.latentSize();
    if (means.length != prepared.size() * size || logVariances.length != means.length) {
      throw graphs.unusable("its encoder's codes are not of the latent size " + size);
    }
    List<float[]> codes = new ArrayList<>(prepared.size());
    for (int n = 0; n < prepared.size(); n++) {
      float[] code = normals(prepared.get(n).seed(), Purpose.POSTERIOR_NORMAL);
      for (int d = 0; d < size; d++) {
        int at = n * size + d;
        // StrictMath, since Math may differ in the last bit from one machine to the next.
        code[d] = (float) (means[at] + StrictMath.exp(0.5 * logVariances[at]) * code[d]);
      }
      codes.add(code);
    }
    return codes;
  }
}
