package io.spikelet.runtime.generator.spiking;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.PartialImage;
import io.spikelet.runtime.generator.PartialImages;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelSpec;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * A loaded autoencoder whose latent code is a spike train: spikes in, spikes between, an image out.
 *
 * <pre>
 *   generate:     z = prior(noise),                   image = decoder(z)
 *   reconstruct:  z = posterior(encoder(image), noise), image = decoder(z)
 * </pre>
 *
 * <p>How the latent spikes are drawn is the family's: its {@link LatentSource}. All random numbers
 * of an image come from its own stream, and every graph computes its rows independently of each
 * other: an image has the same bits in any batch.
 */
public final class SpikingVae extends GraphModel {

  /**
   * One image's currents and spikes already fill a core's caches: measured, a decoder draws 342
   * images a second one by one and 301 in runs of 16.
   */
  private static final int IMAGES_PER_DECODING = 1;

  private final LatentSource source;
  private final LatentDecoder decoder;
  private final LayerSpec latentLayer;
  private final int imagesPerRun;

  private SpikingVae(ModelPackage modelPackage, ModelGraphs graphs, LatentSource source) {
    super(modelPackage, graphs);
    this.source = source;
    this.decoder = new LatentDecoder(graphs, spec);
    this.latentLayer = latentLayer(graphs);
    this.imagesPerRun = graphs.imagesPerRun();
  }

  /**
   * Opens the package's graphs.
   *
   * @param roles of the graphs that the family needs, the decoder among them
   * @param source makes the family's source of latent spikes
   * @throws io.spikelet.runtime.generator.UnusablePackageException if a graph is missing
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static SpikingVae open(
      ModelPackage modelPackage,
      OnnxEngine engine,
      Set<GraphRole> roles,
      BiFunction<ModelGraphs, ModelSpec, LatentSource> source) {
    Set<GraphRole> opened = EnumSet.copyOf(roles);
    if (modelPackage.spec().graphs().containsKey(GraphRole.DECODER_STEP)) {
      opened.add(GraphRole.DECODER_STEP);
    }
    return opened(
        modelPackage,
        engine,
        opened,
        graphs -> new SpikingVae(modelPackage, graphs, source.apply(graphs, modelPackage.spec())));
  }

  @Override
  public List<GeneratedImage> generate(List<GenerateTask> tasks) {
    rules.require(Capability.GENERATE);
    tasks.forEach(rules::check);
    Iterator<GeneratedImage> wholes = whole(tasks.stream().filter(this::isWhole).toList());
    return tasks.stream()
        .map(task -> isWhole(task) ? wholes.next() : drawn(task, PartialImages.NONE))
        .toList();
  }

  @Override
  public List<GeneratedImage> generateStepwise(List<StepwiseTask<GenerateTask>> tasks) {
    rules.require(Capability.GENERATE);
    tasks.forEach(stepwise -> rules.check(stepwise.task()));
    return tasks.stream().map(task -> drawn(task.task(), task.watcher())).toList();
  }

  private boolean isWhole(GenerateTask task) {
    return rules.timeSteps(task.parameters()) == spec.timeSteps();
  }

  private Iterator<GeneratedImage> whole(List<GenerateTask> tasks) {
    long start = System.nanoTime();
    List<ImageSeed> seeds = tasks.stream().map(GenerateTask::seed).toList();
    List<Latent> latents = Batches.inPieces(seeds, imagesPerRun, source::prior);
    return images(latents, System.nanoTime() - start).iterator();
  }

  private GeneratedImage drawn(GenerateTask task, PartialImages watcher) {
    long start = System.nanoTime();
    LatentSteps latent = source.steps(task.seed());
    return stepwise(latent, rules.timeSteps(task.parameters()), watcher, start);
  }

  private GeneratedImage stepwise(
      LatentSteps latent, int timeSteps, PartialImages watcher, long start) {
    int whole = spec.timeSteps();
    StepwiseDecoder decoding = new StepwiseDecoder(graphs, spec);
    long decodeNanos = 0;
    PartialImage shown;
    int step = 0;
    do {
      float[] spikes = latent.next();
      long decodeStart = System.nanoTime();
      Image image = decoding.step(spikes);
      decodeNanos += System.nanoTime() - decodeStart;
      NetworkActivity decoded = decoding.activity().during(step + 1, whole);
      shown = new PartialImage(step, image, latent.activity().and(decoded));
      step++;
    } while (watcher.show(shown) && step < timeSteps);
    long latentNanos = System.nanoTime() - start - decodeNanos;
    return new GeneratedImage(
        shown.image(), shown.activity(), new StageTimes(latentNanos, decodeNanos));
  }

  @Override
  public List<GeneratedImage> decode(List<DecodeTask> tasks) {
    rules.require(Capability.DECODE);
    tasks.forEach(rules::check);
    return images(tasks.stream().map(task -> Latent.given(task.latent())).toList(), 0);
  }

  @Override
  public List<Reconstruction> reconstruct(List<ReconstructTask> tasks) {
    rules.require(Capability.RECONSTRUCT);
    tasks.forEach(rules::check);
    Iterator<Reconstruction> wholes =
        wholeReconstructions(tasks.stream().filter(this::isWhole).toList());
    return tasks.stream()
        .map(task -> isWhole(task) ? wholes.next() : reconstructed(task, PartialImages.NONE))
        .toList();
  }

  @Override
  public List<Reconstruction> reconstructStepwise(List<StepwiseTask<ReconstructTask>> tasks) {
    rules.require(Capability.RECONSTRUCT);
    tasks.forEach(stepwise -> rules.check(stepwise.task()));
    return tasks.stream().map(task -> reconstructed(task.task(), task.watcher())).toList();
  }

  private boolean isWhole(ReconstructTask task) {
    return rules.timeSteps(task.parameters()) == spec.timeSteps();
  }

  private Iterator<Reconstruction> wholeReconstructions(List<ReconstructTask> tasks) {
    long start = System.nanoTime();
    List<ReconstructTask> prepared = tasks.stream().map(this::prepared).toList();
    List<Latent> latents = Batches.inPieces(prepared, imagesPerRun, source::posterior);
    List<GeneratedImage> images = images(latents, System.nanoTime() - start);
    return IntStream.range(0, images.size())
        .mapToObj(i -> Reconstruction.of(prepared.get(i).image(), images.get(i)))
        .iterator();
  }

  private Reconstruction reconstructed(ReconstructTask task, PartialImages watcher) {
    long start = System.nanoTime();
    ReconstructTask prepared = prepared(task);
    LatentSteps latent = source.posterior(List.of(prepared)).getFirst().steps();
    int timeSteps = rules.timeSteps(task.parameters());
    return Reconstruction.of(prepared.image(), stepwise(latent, timeSteps, watcher, start));
  }

  @Override
  public List<LatentSpikes> latents(List<LatentTask> tasks) {
    tasks.forEach(rules::check);
    return tasks.stream().map(this::latent).toList();
  }

  private List<GeneratedImage> images(List<Latent> latents, long latentNanos) {
    long start = System.nanoTime();
    List<Decoded> decoded = Batches.inPieces(latents, IMAGES_PER_DECODING, decoder::decode);
    StageTimes times = new StageTimes(latentNanos, System.nanoTime() - start);
    return decoded.stream()
        .map(image -> new GeneratedImage(image.image(), image.activity(), times))
        .toList();
  }

  /** One at a time: a task may have an image or not, and runs of one are as fast as large ones. */
  private LatentSpikes latent(LatentTask task) {
    long start = System.nanoTime();
    Image image = task.image();
    List<Latent> drawn =
        image == null
            ? source.prior(List.of(task.seed()))
            : source.posterior(List.of(prepared(new ReconstructTask(image, task.seed()))));
    Latent latent = drawn.getFirst();
    NetworkActivity sampling =
        new NetworkActivity(List.of(new LayerActivity(latentLayer, latent.spikes().count(), 0)));
    return new LatentSpikes(
        latent.spikes(),
        latent.activity().and(sampling),
        new StageTimes(System.nanoTime() - start, 0));
  }

  private ReconstructTask prepared(ReconstructTask task) {
    return task.prepared(spec.image());
  }

  private static LayerSpec latentLayer(ModelGraphs graphs) {
    return graphs.layers(GraphRole.DECODER).stream()
        .filter(layer -> layer.kind() == LayerSpec.Kind.SAMPLING)
        .findFirst()
        .orElseThrow(
            () -> graphs.unusable("its decoder has no layer that samples the latent spikes"));
  }
}
