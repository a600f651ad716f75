package io.spikelet.runtime.generator.frechetautoencoder;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.FeatureExtractor;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.ordinary.CodeDecoder;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImagePreparation;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A loaded ordinary autoencoder whose code is a feature vector.
 *
 * <pre>
 *   features:         f = encoder(image)            with the running statistics
 *   featuresOfBatch:  f_1 ... f_N = encoder(image_1 ... image_N)  with those of the N images
 *   reconstruct:      image' = decoder(f)
 * </pre>
 *
 * <p>Features and reconstructions of an image have the same bits in any batch, whatever the seed.
 * Source: the Frechet autoencoder distance of FSVAE and ESVAE, whose published code takes the
 * statistics of each batch.
 */
public final class FrechetAutoencoderModel extends GraphModel implements FeatureExtractor {

  private final NetworkActivity encoding;
  private final CodeDecoder decoder;

  private FrechetAutoencoderModel(ModelPackage modelPackage, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.encoding = graphs.activityWithoutSpikes(GraphRole.FEATURES);
    this.decoder = new CodeDecoder(graphs, spec);
  }

  /**
   * Opens the package's graphs.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one is missing
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static FrechetAutoencoderModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return opened(
        modelPackage,
        engine,
        Set.of(GraphRole.FEATURES, GraphRole.FEATURES_BATCH, GraphRole.DECODER),
        graphs -> new FrechetAutoencoderModel(modelPackage, graphs));
  }

  @Override
  public List<Reconstruction> reconstruct(List<ReconstructTask> tasks) {
    tasks.forEach(rules::check);
    long start = System.nanoTime();
    List<ReconstructTask> prepared =
        tasks.stream().map(task -> task.prepared(spec.image())).toList();
    List<float[]> codes = features(prepared.stream().map(ReconstructTask::image).toList());
    long nanos = System.nanoTime() - start;
    return decoder.reconstructions(prepared, codes, encoding.and(decoder.activity()), nanos);
  }

  @Override
  public List<float[]> features(List<Image> images) {
    return Batches.inPieces(
        images, graphs.imagesPerRun(), piece -> rows(GraphRole.FEATURES, piece));
  }

  @Override
  public List<float[]> featuresOfBatch(List<Image> images) {
    return images.isEmpty() ? List.of() : rows(GraphRole.FEATURES_BATCH, images);
  }

  private List<float[]> rows(GraphRole role, List<Image> images) {
    List<Image> prepared = images.stream().map(this::prepared).toList();
    Tensor input = ImageBatch.join(prepared, spec.image());
    float[] joined = graphs.run(role, "image", input).floats("features").data();
    int size = spec.latentSize();
    if (joined.length != images.size() * size) {
      throw graphs.unusable("its features are not of the latent size " + size);
    }
    return IntStream.range(0, images.size())
        .mapToObj(n -> Arrays.copyOfRange(joined, n * size, (n + 1) * size))
        .toList();
  }

  private Image prepared(Image image) {
    return spec.image().fits(image) ? image : ImagePreparation.toModel(image, spec.image());
  }
}
