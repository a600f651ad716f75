package io.spikelet.benchmarks;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.UnmaskingSampler;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.spike.SpikeTrain;
import io.spikelet.training.export.PackageAssembly;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.family.spikingdiffusion.SpikingDiffusion;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Spiking-Diffusion package with random weights, drawn from in two ways: as it is served, and
 * with the denoiser run in every round, as the published sampler does, for all images at once.
 */
final class DiffusionModel implements AutoCloseable {

  private final ImageModel model;
  private final ModelGraphs graphs;
  private final int codes;
  private final int positions;

  private DiffusionModel(ImageModel model, ModelGraphs graphs) {
    this.model = model;
    this.graphs = graphs;
    LayerSpec logits = graphs.layers(GraphRole.DENOISER).getLast();
    this.codes = logits.outputChannels();
    this.positions = logits.neurons() / logits.outputChannels();
  }

  /**
   * Exports a network and loads it.
   *
   * @param widths channels of the denoiser, with hyphens between: JMH takes commas for itself
   * @param timeSteps of the denoiser
   */
  static DiffusionModel open(String widths, int timeSteps) {
    ModelPackage exported = exported(widths, timeSteps);
    try (OnnxEngine engine = new OnnxEngine()) {
      return new DiffusionModel(
          ModelLoader.load(exported, engine),
          ModelGraphs.open(
              exported, engine, Set.of(GraphRole.DENOISER, GraphRole.CODEBOOK, GraphRole.DECODER)));
    }
  }

  private static ModelPackage exported(String widths, int timeSteps) {
    Settings settings =
        Settings.none()
            .set("denoiser-widths", widths.replace('-', ','))
            .set("denoiser-time-steps", Integer.toString(timeSteps));
    Surroundings surroundings =
        new Surroundings(
            1,
            List.of(),
            ref -> {
              throw new IllegalArgumentException("no package " + ref + " is needed");
            });
    TrainingPlan plan = TrainingPlan.from(settings, 0.001);
    try (Trainable network = new SpikingDiffusion().create(settings, plan, surroundings)) {
      return PackageAssembly.inMemory(
          ModelFamily.SPIKING_DIFFUSION,
          network.export(WeightStorage.FLOAT16),
          DecoderModel.description(),
          "benchmark");
    }
  }

  /** As it is served: a round that unmasks nothing for an image is not run for it. */
  List<GeneratedImage> asServed(List<GenerateTask> tasks) {
    return model.generate(tasks);
  }

  /** The same images with the denoiser run in every round. */
  List<Image> everyRound(List<GenerateTask> tasks) {
    List<UnmaskingSampler> samplers =
        tasks.stream()
            .map(
                task ->
                    UnmaskingSampler.of(RandomStream.of(task.seed()), positions, codes, positions))
            .toList();
    while (!samplers.getFirst().done()) {
      float[] logits = logits(samplers);
      for (int n = 0; n < samplers.size(); n++) {
        samplers.get(n).unmask(logits, n * codes * positions, TaskRules.DEFAULT_TEMPERATURE);
      }
    }
    return samplers.stream().map(this::image).toList();
  }

  private float[] logits(List<UnmaskingSampler> samplers) {
    float[] times = new float[samplers.size()];
    Arrays.fill(times, samplers.getFirst().time());
    return graphs
        .run(
            GraphRole.DENOISER,
            Map.of("codes", maps(samplers), "time", Tensor.of(times, times.length)))
        .floats("logits")
        .data();
  }

  private Image image(UnmaskingSampler sampler) {
    float[] spikes =
        graphs.run(GraphRole.CODEBOOK, "codes", maps(List.of(sampler))).floats("spikes_out").data();
    int timeSteps = model.modelPackage().spec().timeSteps();
    SpikeTrain latent = SpikeTrain.of(spikes, timeSteps, 1, spikes.length / timeSteps);
    return model.decode(List.of(new DecodeTask(latent))).getFirst().image();
  }

  private Tensor maps(List<UnmaskingSampler> samplers) {
    float[] codesOfAll = new float[samplers.size() * positions];
    for (int n = 0; n < samplers.size(); n++) {
      int[] map = samplers.get(n).map();
      for (int p = 0; p < positions; p++) {
        codesOfAll[n * positions + p] = map[p];
      }
    }
    return Tensor.of(codesOfAll, samplers.size(), positions);
  }

  /**
   * Checks that both ways draw the same images.
   *
   * @throws IllegalStateException if not
   */
  void requireSameImages(List<GenerateTask> tasks) {
    List<GeneratedImage> served = asServed(tasks);
    List<Image> others = everyRound(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      if (!served.get(i).image().equals(others.get(i))) {
        throw new IllegalStateException("image %d differs when every round is run".formatted(i));
      }
    }
  }

  @Override
  public void close() {
    graphs.close();
    model.close();
  }
}
