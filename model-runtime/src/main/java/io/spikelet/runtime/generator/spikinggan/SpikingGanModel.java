package io.spikelet.runtime.generator.spikinggan;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.Label;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.SpikeTimeSampler;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The loaded generators of a Spiking-GAN, one a label, whose neurons fire at most once.
 *
 * <pre>
 *   generate:  z[i] ~ uniform {0, ..., T},  image = generator[label](z),  pixel = (T - t) / T
 *   latents:   neuron i fires at z[i], or never if that is T
 *   decode:    z[i] = the first spike of neuron i, T without one
 * </pre>
 *
 * <p>The times of an image, and its label where none is asked for, come from its own stream, and
 * the graph computes its rows independently of each other: an image has the same bits in any batch.
 * Source: Spiking-GAN, sections 2.2 and 2.3.
 */
public final class SpikingGanModel extends GraphModel {

  /** The sums of one image fill a core's cache; of several, they take a third longer each. */
  private static final int IMAGES_PER_RUN = 1;

  private SpikingGanModel(ModelPackage modelPackage, ModelGraphs graphs) {
    super(modelPackage, graphs);
  }

  /**
   * Opens the package's generators.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if they are missing
   * @throws io.spikelet.runtime.engine.EngineException if they are no valid graph
   */
  public static SpikingGanModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return opened(
        modelPackage,
        engine,
        Set.of(GraphRole.DECODER),
        graphs -> new SpikingGanModel(modelPackage, graphs));
  }

  /** What one image is drawn from. */
  private record Code(int[] times, Label label) {}

  @Override
  public List<GeneratedImage> generate(List<GenerateTask> tasks) {
    rules.require(Capability.GENERATE);
    tasks.forEach(rules::check);
    return Batches.inPieces(tasks, IMAGES_PER_RUN, this::generated);
  }

  private List<GeneratedImage> generated(List<GenerateTask> tasks) {
    long start = System.nanoTime();
    List<Code> codes =
        tasks.stream()
            .map(task -> new Code(noise(task.seed()), rules.label(task.parameters(), task.seed())))
            .toList();
    return drawn(codes, System.nanoTime() - start);
  }

  @Override
  public List<GeneratedImage> decode(List<DecodeTask> tasks) {
    tasks.forEach(rules::check);
    return Batches.inPieces(tasks, IMAGES_PER_RUN, this::decoded);
  }

  private List<GeneratedImage> decoded(List<DecodeTask> tasks) {
    List<Code> codes =
        tasks.stream()
            .map(task -> new Code(firstSpikes(task.latent()), rules.label(task)))
            .toList();
    return drawn(codes, 0);
  }

  @Override
  public List<LatentSpikes> latents(List<LatentTask> tasks) {
    tasks.forEach(rules::check);
    return tasks.stream().map(this::latent).toList();
  }

  private LatentSpikes latent(LatentTask task) {
    long start = System.nanoTime();
    int[] times = noise(task.seed());
    SpikeTrain.Builder train = SpikeTrain.builder(spec.timeSteps(), 1, times.length);
    for (int i = 0; i < times.length; i++) {
      if (times[i] < spec.timeSteps()) {
        train.fire(times[i], 0, i);
      }
    }
    SpikeTrain spikes = train.build();
    long fired = Arrays.stream(times).filter(time -> time < spec.timeSteps()).count();
    NetworkActivity activity =
        new NetworkActivity(
            List.of(new LayerActivity(graphs.layers(GraphRole.DECODER).getFirst(), fired, 0)));
    StageTimes taken = new StageTimes(System.nanoTime() - start, 0);
    return new LatentSpikes(spikes, activity, taken, null, Arrays.stream(times).boxed().toList());
  }

  private int[] noise(ImageSeed seed) {
    return SpikeTimeSampler.sample(RandomStream.of(seed), spec.latentSize(), spec.timeSteps());
  }

  private int[] firstSpikes(SpikeTrain train) {
    return IntStream.range(0, train.neurons()).map(neuron -> firstSpike(train, neuron)).toArray();
  }

  private static int firstSpike(SpikeTrain train, int neuron) {
    return IntStream.range(0, train.timeSteps())
        .filter(time -> train.fires(time, 0, neuron))
        .findFirst()
        .orElse(train.timeSteps());
  }

  private List<GeneratedImage> drawn(List<Code> codes, long latentNanos) {
    long start = System.nanoTime();
    Tensors outputs =
        graphs.run(GraphRole.DECODER, Map.of("times", times(codes), "label", labels(codes)));
    float[] pixels = outputs.floats("image").data();
    if (pixels.length != codes.size() * spec.image().values()) {
      throw graphs.unusable("its decoder's images are not of the size " + spec.image());
    }
    List<Image> images = ImageBatch.split(pixels, spec.image());
    StageTimes times = new StageTimes(latentNanos, System.nanoTime() - start);
    List<GeneratedImage> drawn = new ArrayList<>(codes.size());
    for (int n = 0; n < codes.size(); n++) {
      NetworkActivity activity = graphs.activity(GraphRole.DECODER, outputs, n);
      drawn.add(new GeneratedImage(images.get(n), activity, times, codes.get(n).label()));
    }
    return drawn;
  }

  private Tensor times(List<Code> codes) {
    int size = spec.latentSize();
    float[] times = new float[codes.size() * size];
    for (int k = 0; k < times.length; k++) {
      times[k] = codes.get(k / size).times()[k % size];
    }
    return Tensor.of(times, codes.size(), size);
  }

  private static Tensor labels(List<Code> codes) {
    return Tensor.of(
        codes.stream().mapToLong(code -> code.label().number()).toArray(), codes.size());
  }
}
