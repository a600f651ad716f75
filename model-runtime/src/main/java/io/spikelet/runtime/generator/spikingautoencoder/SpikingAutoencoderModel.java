package io.spikelet.runtime.generator.spikingautoencoder;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.PartialImages;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.generator.leaky.LeakyNetwork;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.NormalisedError;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.PoissonSampler;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * A loaded spiking autoencoder: an image is shown as random spikes, and the answer is spikes too.
 *
 * <pre>
 * x[t] ~ Bernoulli(image),   h = encoder(x),   image' = sum over t of decoder(h)[t], white at most
 * </pre>
 *
 * <p>The random numbers of an image come from its own stream. Pictures are computed one by one: an
 * image has the same bits in any batch. Source: spiking autoencoder and audiocoder (2019).
 */
public final class SpikingAutoencoderModel extends GraphModel {

  private final LeakyNetwork network;

  private SpikingAutoencoderModel(ModelPackage modelPackage, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.network = new LeakyNetwork(graphs, spec, GraphRole.ENCODER);
  }

  /**
   * Opens the package's encoder and decoder.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one is missing
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static SpikingAutoencoderModel open(ModelPackage modelPackage, OnnxEngine engine) {
    Set<GraphRole> roles = Set.of(GraphRole.ENCODER, GraphRole.DECODER);
    return opened(
        modelPackage, engine, roles, graphs -> new SpikingAutoencoderModel(modelPackage, graphs));
  }

  @Override
  public List<Reconstruction> reconstruct(List<ReconstructTask> tasks) {
    tasks.forEach(rules::check);
    return tasks.stream().map(task -> reconstructed(task, network::draw)).toList();
  }

  @Override
  public List<Reconstruction> reconstructStepwise(List<StepwiseTask<ReconstructTask>> tasks) {
    tasks.forEach(stepwise -> rules.check(stepwise.task()));
    return tasks.stream().map(this::reconstructed).toList();
  }

  private Reconstruction reconstructed(StepwiseTask<ReconstructTask> stepwise) {
    PartialImages watcher = stepwise.watcher();
    return reconstructed(stepwise.task(), input -> network.draw(input, watcher));
  }

  private Reconstruction reconstructed(
      ReconstructTask task, Function<SpikeTrain, LeakyNetwork.Drawn> draw) {
    Image original = task.prepared(spec.image()).image();
    SpikeTrain input = input(original, task.seed(), rules.timeSteps(task.parameters()));
    LeakyNetwork.Drawn drawn = draw.apply(input);
    SpikeTrain seen = input.first(drawn.hidden().timeSteps());
    double spikeError = NormalisedError.of(drawn.counts(), floats(seen.counts(0)));
    return Reconstruction.of(original, drawn.image(), OptionalDouble.of(spikeError));
  }

  @Override
  public List<LatentSpikes> latents(List<LatentTask> tasks) {
    tasks.forEach(rules::check);
    return tasks.stream().map(this::latent).toList();
  }

  private LatentSpikes latent(LatentTask task) {
    long start = System.nanoTime();
    Image image = Objects.requireNonNull(task.image(), "the rules require an image");
    Image prepared = new ReconstructTask(image, task.seed()).prepared(spec.image()).image();
    LeakyNetwork.Latent latent = network.latent(input(prepared, task.seed(), spec.timeSteps()));
    return new LatentSpikes(
        latent.spikes(), latent.activity(), new StageTimes(System.nanoTime() - start, 0));
  }

  @Override
  public List<GeneratedImage> decode(List<DecodeTask> tasks) {
    tasks.forEach(rules::check);
    return tasks.stream().map(task -> network.decode(task.latent())).toList();
  }

  private static SpikeTrain input(Image image, ImageSeed seed, int timeSteps) {
    RandomStream stream = RandomStream.of(seed);
    return PoissonSampler.sample(image.pixels(), stream, Purpose.INPUT_SPIKES, timeSteps);
  }

  private static float[] floats(int[] counts) {
    float[] floats = new float[counts.length];
    for (int i = 0; i < counts.length; i++) {
      floats[i] = counts[i];
    }
    return floats;
  }
}
