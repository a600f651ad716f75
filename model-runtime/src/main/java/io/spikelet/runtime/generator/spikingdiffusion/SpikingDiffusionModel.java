package io.spikelet.runtime.generator.spikingdiffusion;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.CodeMap;
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
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.UnmaskingSampler;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelPackage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loaded Spiking-Diffusion model.
 *
 * <pre>
 *   generate:     codes = unmasking(denoiser, noise),  spikes = codebook(codes),  image = decoder(spikes)
 *   reconstruct:  codes = encoder(image),              spikes = codebook(codes),  image = decoder(spikes)
 * </pre>
 *
 * <p>The denoiser runs once a step for all images of a batch whose next step unmasks something;
 * what it would say of the others is of no use. All random numbers of an image come from its own
 * stream, and every graph computes its images independently of each other: an image has the same
 * bits in any batch. Source: Spiking-Diffusion.
 */
public final class SpikingDiffusionModel extends GraphModel {

  private final CodeAutoencoder autoencoder;
  private final @Nullable CodeDenoiser denoiser;
  private final int positions;
  private final int codes;

  private SpikingDiffusionModel(ModelPackage modelPackage, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.autoencoder = new CodeAutoencoder(graphs, spec);
    this.denoiser = spec.offers(Capability.GENERATE) ? new CodeDenoiser(graphs) : null;
    this.codes = codebook(graphs).outputChannels();
    this.positions = spec.rounds(GraphRole.DENOISER);
  }

  /** The layer that compares features with all codebook vectors: the last of the encoder. */
  private static LayerSpec codebook(ModelGraphs graphs) {
    List<LayerSpec> encoder = graphs.layers(GraphRole.ENCODER);
    if (encoder.isEmpty()) {
      throw graphs.unusable("its layer table has no codebook");
    }
    return encoder.getLast();
  }

  /**
   * Opens the package's graphs; the denoiser's is needed only where images are generated.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one is missing
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static SpikingDiffusionModel open(ModelPackage modelPackage, OnnxEngine engine) {
    Set<GraphRole> roles = EnumSet.of(GraphRole.ENCODER, GraphRole.CODEBOOK, GraphRole.DECODER);
    if (modelPackage.spec().offers(Capability.GENERATE)) {
      roles.add(GraphRole.DENOISER);
    }
    return opened(
        modelPackage, engine, roles, graphs -> new SpikingDiffusionModel(modelPackage, graphs));
  }

  @Override
  public List<GeneratedImage> generate(List<GenerateTask> tasks) {
    rules.require(Capability.GENERATE);
    tasks.forEach(rules::check);
    long start = System.nanoTime();
    List<Drawing> drawings =
        tasks.stream().map(task -> drawing(task.seed(), task.parameters())).toList();
    finish(drawings);
    long latentNanos = System.nanoTime() - start;
    return drawings.stream().map(drawing -> image(drawing, latentNanos)).toList();
  }

  private Drawing drawing(ImageSeed seed, TaskParameters parameters) {
    UnmaskingSampler sampler =
        UnmaskingSampler.of(RandomStream.of(seed), positions, codes, rules.steps(parameters));
    return new Drawing(sampler, rules.temperature(parameters), positions);
  }

  /** Takes all steps that are left, of all drawings side by side. */
  private void finish(List<Drawing> drawings) {
    List<Drawing> waiting = waiting(drawings);
    while (!waiting.isEmpty()) {
      step(waiting);
      waiting = waiting(waiting);
    }
  }

  /** Those that are not done, each before a step that needs the denoiser. */
  private static List<Drawing> waiting(List<Drawing> drawings) {
    List<Drawing> waiting = new ArrayList<>();
    for (Drawing drawing : drawings) {
      while (!drawing.done() && !drawing.needsLogits()) {
        drawing.skip();
      }
      if (!drawing.done()) {
        waiting.add(drawing);
      }
    }
    return waiting;
  }

  private void step(List<Drawing> drawings) {
    if (denoiser == null) {
      throw new IllegalStateException("the rules require a denoiser");
    }
    denoiser.step(drawings);
  }

  @Override
  public List<GeneratedImage> generateStepwise(List<StepwiseTask<GenerateTask>> tasks) {
    rules.require(Capability.GENERATE);
    tasks.forEach(stepwise -> rules.check(stepwise.task()));
    return tasks.stream().map(task -> drawn(task.task(), task.watcher())).toList();
  }

  /** Every step is shown, also one that unmasks nothing; the picture is then the one before. */
  private GeneratedImage drawn(GenerateTask task, PartialImages watcher) {
    long start = System.nanoTime();
    Drawing drawing = drawing(task.seed(), task.parameters());
    GeneratedImage shown;
    int step = 0;
    do {
      if (drawing.needsLogits()) {
        step(List.of(drawing));
      } else {
        drawing.skip();
      }
      shown = image(drawing, System.nanoTime() - start);
    } while (watcher.show(new PartialImage(step++, shown.image(), shown.activity()))
        && !drawing.done());
    return shown;
  }

  private GeneratedImage image(Drawing drawing, long latentNanos) {
    return image(drawing.map(), drawing.activity(), latentNanos);
  }

  private GeneratedImage image(int[] map, NetworkActivity before, long latentNanos) {
    long start = System.nanoTime();
    CodeAutoencoder.Generated generated = autoencoder.generate(map);
    CodeAutoencoder.Decoded decoded = autoencoder.decode(generated.spikes());
    return new GeneratedImage(
        decoded.image(),
        before.and(generated.activity()).and(decoded.activity()),
        new StageTimes(latentNanos, System.nanoTime() - start));
  }

  @Override
  public List<Reconstruction> reconstruct(List<ReconstructTask> tasks) {
    rules.require(Capability.RECONSTRUCT);
    tasks.forEach(rules::check);
    return tasks.stream().map(this::reconstructed).toList();
  }

  private Reconstruction reconstructed(ReconstructTask task) {
    long start = System.nanoTime();
    Image original = task.prepared(spec.image()).image();
    CodeAutoencoder.Encoded encoded = autoencoder.encode(original);
    long latentNanos = System.nanoTime() - start;
    return Reconstruction.of(original, image(encoded.codes(), encoded.activity(), latentNanos));
  }

  @Override
  public List<LatentSpikes> latents(List<LatentTask> tasks) {
    tasks.forEach(rules::check);
    return tasks.stream().map(this::latent).toList();
  }

  private LatentSpikes latent(LatentTask task) {
    long start = System.nanoTime();
    CodeAutoencoder.Encoded encoded = codes(task);
    CodeAutoencoder.Generated generated = autoencoder.generate(encoded.codes());
    return new LatentSpikes(
        generated.spikes(),
        encoded.activity().and(generated.activity()),
        new StageTimes(System.nanoTime() - start, 0),
        CodeMap.square(encoded.codes(), codes));
  }

  private CodeAutoencoder.Encoded codes(LatentTask task) {
    Image image = task.image();
    if (image != null) {
      ReconstructTask prepared = new ReconstructTask(image, task.seed()).prepared(spec.image());
      return autoencoder.encode(prepared.image());
    }
    Drawing drawing = drawing(task.seed(), TaskParameters.NONE);
    finish(List.of(drawing));
    return new CodeAutoencoder.Encoded(drawing.map(), drawing.activity());
  }

  @Override
  public List<GeneratedImage> decode(List<DecodeTask> tasks) {
    rules.require(Capability.DECODE);
    tasks.forEach(rules::check);
    return tasks.stream().map(this::decoded).toList();
  }

  private GeneratedImage decoded(DecodeTask task) {
    long start = System.nanoTime();
    CodeAutoencoder.Decoded decoded = autoencoder.decode(task.latent());
    return new GeneratedImage(
        decoded.image(), decoded.activity(), new StageTimes(0, System.nanoTime() - start));
  }
}
