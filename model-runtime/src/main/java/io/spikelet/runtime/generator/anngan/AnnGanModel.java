package io.spikelet.runtime.generator.anngan;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.Label;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.generator.ordinary.CodeDecoder;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The loaded generators of an ordinary GAN, one a label: real values throughout, no spikes and no
 * time.
 *
 * <pre>
 *   generate:  z = n,  n ~ N(0, 1)^D,  image = generator[label](z)
 * </pre>
 *
 * <p>The normal numbers of an image, and its label where none is asked for, come from its own
 * stream, and the graph computes its rows independently of each other: an image has the same bits
 * in any batch. It costs the same multiply-accumulates whatever it shows. Source: the ANN GAN that
 * Spiking-GAN is compared with.
 */
public final class AnnGanModel extends GraphModel {

  private final CodeDecoder generators;

  private AnnGanModel(ModelPackage modelPackage, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.generators = new CodeDecoder(graphs, spec);
  }

  /**
   * Opens the package's generators.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if they are missing
   * @throws io.spikelet.runtime.engine.EngineException if they are no valid graph
   */
  public static AnnGanModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return opened(
        modelPackage,
        engine,
        Set.of(GraphRole.DECODER),
        graphs -> new AnnGanModel(modelPackage, graphs));
  }

  @Override
  public List<GeneratedImage> generate(List<GenerateTask> tasks) {
    rules.require(Capability.GENERATE);
    tasks.forEach(rules::check);
    return Batches.inPieces(tasks, graphs.imagesPerRun(), this::drawn);
  }

  private List<GeneratedImage> drawn(List<GenerateTask> tasks) {
    long start = System.nanoTime();
    List<Label> labels =
        tasks.stream().map(task -> rules.label(task.parameters(), task.seed())).toList();
    List<float[]> codes = tasks.stream().map(task -> normals(task.seed())).toList();
    long drawn = System.nanoTime();
    List<Image> images = generators.images(codes, labels);
    StageTimes times = new StageTimes(drawn - start, System.nanoTime() - drawn);
    return IntStream.range(0, images.size())
        .mapToObj(
            i -> new GeneratedImage(images.get(i), generators.activity(), times, labels.get(i)))
        .toList();
  }

  private float[] normals(ImageSeed seed) {
    return RandomStream.of(seed).normals(Purpose.PRIOR_NORMAL, spec.latentSize());
  }
}
