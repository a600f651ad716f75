package io.spikelet.benchmarks;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.Provenance;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.PackageAssembly;
import io.spikelet.training.export.WeightStorage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;

/** An ESVAE package as it is served, full size, untrained but alive. */
final class DecoderModel {

  /** Passes after which the running statistics have nearly become those of the batches. */
  private static final int PASSES = 30;

  private static final int SAMPLES = 4;

  private DecoderModel() {}

  /**
   * Exports a network with random weights and loads it.
   *
   * @param intraOpThreads threads that share one operator
   */
  static ImageModel open(int timeSteps, int latentSize, int intraOpThreads) {
    ExportedNetwork network = network(new Workload(SAMPLES, timeSteps, latentSize));
    try (OnnxEngine engine = new OnnxEngine(new OnnxEngine.Settings(intraOpThreads))) {
      return ModelLoader.load(
          PackageAssembly.inMemory(ModelFamily.ESVAE, network, description(), "benchmark"), engine);
    }
  }

  /** Without passes before it the running statistics would silence the neurons. */
  private static ExportedNetwork network(Workload workload) {
    try (FusedLearner learner = new FusedLearner(workload)) {
      for (int pass = 0; pass < PASSES; pass++) {
        try (PointerScope _ = new PointerScope()) {
          learner.learn(workload.images(), pass);
        }
      }
      return learner.network().export(WeightStorage.FLOAT16);
    }
  }

  /** What a package without training says of itself. */
  static PackageAssembly.Description description() {
    Provenance untrained =
        new Provenance(
            Map.of(),
            "none: random weights",
            0,
            "sha256:" + "0".repeat(64),
            0,
            0,
            0,
            Map.of(),
            "any",
            null);
    return new PackageAssembly.Description(
        "esvae", "none", untrained, Map.of(), "Apache-2.0", List.of());
  }

  /** Images to draw from the prior. */
  static List<GenerateTask> generateTasks(int count) {
    return seeds(count).map(GenerateTask::new).toList();
  }

  /** The prior's spikes of the same images. */
  static List<DecodeTask> decodeTasks(ImageModel model, int count) {
    List<LatentTask> tasks = seeds(count).map(seed -> new LatentTask(null, seed)).toList();
    return model.latents(tasks).stream().map(drawn -> new DecodeTask(drawn.spikes())).toList();
  }

  private static Stream<ImageSeed> seeds(int count) {
    return LongStream.range(0, count).mapToObj(index -> new ImageSeed(0, index));
  }

  /**
   * Checks that both ways to the images give the same ones. A layer may be silent: the engine's
   * arithmetic is dense and costs the same.
   *
   * @throws IllegalStateException if not
   */
  static void requireSameImages(
      ImageModel model, List<GenerateTask> seeds, List<DecodeTask> tasks) {
    List<GeneratedImage> generated = model.generate(seeds);
    List<GeneratedImage> decoded = model.decode(tasks);
    for (int i = 0; i < generated.size(); i++) {
      byte[] expected = generated.get(i).image().toHwcBytes();
      if (!Arrays.equals(expected, decoded.get(i).image().toHwcBytes())) {
        throw new IllegalStateException("image %d differs when decoded".formatted(i));
      }
    }
  }
}
