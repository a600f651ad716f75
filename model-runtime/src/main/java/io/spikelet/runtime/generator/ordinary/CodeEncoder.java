package io.spikelet.runtime.generator.ordinary;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.GraphRole;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Codes of pictures, without noise: {@code image [N, C, H, W]} to {@code code [N, D]}. A picture
 * may also be that of a sound. The graph computes its rows independently of each other, so a code
 * has the same bits in any batch. Thread-safe.
 */
public final class CodeEncoder {

  private final ModelGraphs graphs;
  private final GraphRole role;
  private final ImageSpec pictures;
  private final int size;
  private final NetworkActivity activity;

  /**
   * Of graphs with an open encoder, which stay the caller's.
   *
   * @param role of the encoder
   * @param pictures that it reads
   * @param size D
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one of its layers spikes
   */
  public CodeEncoder(ModelGraphs graphs, GraphRole role, ImageSpec pictures, int size) {
    this.graphs = graphs;
    this.role = role;
    this.pictures = pictures;
    this.size = size;
    this.activity = graphs.activityWithoutSpikes(role);
  }

  /** What encoding costs: the same for every picture. */
  public NetworkActivity activity() {
    return activity;
  }

  /** The codes of pictures of the right size, D values each, in pieces. */
  public List<float[]> codes(List<Image> images) {
    return Batches.inPieces(images, graphs.imagesPerRun(), this::encoded);
  }

  private List<float[]> encoded(List<Image> images) {
    float[] joined =
        graphs.run(role, "image", ImageBatch.join(images, pictures)).floats("code").data();
    if (joined.length != images.size() * size) {
      throw graphs.unusable("its codes are not of the latent size " + size);
    }
    return IntStream.range(0, images.size())
        .mapToObj(n -> Arrays.copyOfRange(joined, n * size, (n + 1) * size))
        .toList();
  }
}
