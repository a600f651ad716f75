package io.spikelet.runtime.generator.ordinary;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.Label;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Images of codes: {@code latent [N, D]} to {@code image [N, C, H, W]}. The graph computes its rows
 * independently of each other, so an image has the same bits in any batch. Thread-safe.
 */
public final class CodeDecoder {

  private static final String LATENT = "latent";

  private final ModelGraphs graphs;
  private final ModelSpec spec;
  private final NetworkActivity activity;

  /**
   * Of graphs with an open decoder, which stay the caller's.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one of its layers spikes
   */
  public CodeDecoder(ModelGraphs graphs, ModelSpec spec) {
    this.graphs = graphs;
    this.spec = spec;
    this.activity = graphs.activityWithoutSpikes(GraphRole.DECODER);
  }

  /** What decoding costs: the same for every image. */
  public NetworkActivity activity() {
    return activity;
  }

  /**
   * Decodes codes, in pieces.
   *
   * @param codes D values each
   * @param activity what an image caused altogether
   * @param latentNanos how long the codes took
   */
  public List<GeneratedImage> images(
      List<float[]> codes, NetworkActivity activity, long latentNanos) {
    long start = System.nanoTime();
    List<Image> decoded = images(codes);
    StageTimes times = new StageTimes(latentNanos, System.nanoTime() - start);
    return decoded.stream().map(image -> new GeneratedImage(image, activity, times)).toList();
  }

  /**
   * Decodes codes as labels, for graphs with an input {@code label [N]}.
   *
   * @param codes D values each, at most as many as one run should take
   * @param labels as many as codes
   */
  public List<Image> images(List<float[]> codes, List<Label> labels) {
    Tensor numbers = Tensor.of(labels.stream().mapToLong(Label::number).toArray(), labels.size());
    return decoded(Map.of(LATENT, joined(codes), "label", numbers), codes.size());
  }

  /** Decodes codes and nothing else. */
  public List<Image> images(List<float[]> codes) {
    return Batches.inPieces(codes, graphs.imagesPerRun(), this::decoded);
  }

  /**
   * Decodes the codes of images and compares.
   *
   * @param prepared images in the model's form, as many as codes
   */
  public List<Reconstruction> reconstructions(
      List<ReconstructTask> prepared,
      List<float[]> codes,
      NetworkActivity activity,
      long latentNanos) {
    List<GeneratedImage> images = images(codes, activity, latentNanos);
    List<Reconstruction> reconstructions = new ArrayList<>(images.size());
    for (int i = 0; i < images.size(); i++) {
      reconstructions.add(Reconstruction.of(prepared.get(i).image(), images.get(i)));
    }
    return reconstructions;
  }

  private List<Image> decoded(List<float[]> codes) {
    return decoded(Map.of(LATENT, joined(codes)), codes.size());
  }

  private Tensor joined(List<float[]> codes) {
    int size = spec.latentSize();
    float[] joined = new float[codes.size() * size];
    for (int n = 0; n < codes.size(); n++) {
      System.arraycopy(codes.get(n), 0, joined, n * size, size);
    }
    return Tensor.of(joined, codes.size(), size);
  }

  private List<Image> decoded(Map<String, Tensor> inputs, int count) {
    float[] pixels = graphs.run(GraphRole.DECODER, inputs).floats("image").data();
    if (pixels.length != count * spec.image().values()) {
      throw graphs.unusable("its decoder's images are not of the size " + spec.image());
    }
    return ImageBatch.split(pixels, spec.image());
  }
}
