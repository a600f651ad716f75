package io.spikelet.runtime.generator.audiocoder;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.GraphModel;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.generator.leaky.LeakyNetwork;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.PoissonSampler;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A loaded audiocoder: a sound's cochleagram is shown as random spikes, a spiking network answers
 * with the hidden spikes of an autoencoder, and the autoencoder's decoder makes the image.
 *
 * <pre>
 * x[t] ~ Bernoulli(cochleagram),   h = audio(x),   image = sum over t of decoder(h)[t], white at most
 * </pre>
 *
 * <p>The random numbers of an image come from its own stream. Sounds are worked on one by one: an
 * image has the same bits in any batch. Source: spiking autoencoder and audiocoder (2019).
 */
public final class AudiocoderModel extends GraphModel {

  private final FrontEnd frontEnd;
  private final LeakyNetwork network;

  private AudiocoderModel(ModelPackage modelPackage, FrontEnd frontEnd, ModelGraphs graphs) {
    super(modelPackage, graphs);
    this.frontEnd = frontEnd;
    this.network = new LeakyNetwork(graphs, spec, GraphRole.AUDIO);
  }

  /**
   * Opens the package's audio network and decoder.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one is missing, or what
   *     sounds are brought to
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static AudiocoderModel open(ModelPackage modelPackage, OnnxEngine engine) {
    FrontEnd frontEnd = frontEnd(modelPackage);
    Set<GraphRole> roles = Set.of(GraphRole.AUDIO, GraphRole.DECODER);
    return opened(
        modelPackage, engine, roles, graphs -> new AudiocoderModel(modelPackage, frontEnd, graphs));
  }

  @Override
  public List<SoundImage> audioToImage(List<SoundTask> tasks) {
    tasks.forEach(rules::check);
    return tasks.stream()
        .map(task -> imagined(task, (network, input) -> network.draw(input)))
        .toList();
  }

  @Override
  public List<SoundImage> audioToImageStepwise(List<StepwiseTask<SoundTask>> tasks) {
    tasks.forEach(stepwise -> rules.check(stepwise.task()));
    return tasks.stream()
        .map(
            stepwise ->
                imagined(
                    stepwise.task(), (network, input) -> network.draw(input, stepwise.watcher())))
        .toList();
  }

  private SoundImage imagined(
      SoundTask task, BiFunction<LeakyNetwork, SpikeTrain, LeakyNetwork.Drawn> draw) {
    long start = System.nanoTime();
    float[] heard = task.sound().through(frontEnd);
    SpikeTrain input = input(heard, task, rules.timeSteps(task.parameters()));
    long listening = System.nanoTime() - start;
    LeakyNetwork.Drawn drawn = draw.apply(network, input);
    GeneratedImage image = drawn.image();
    StageTimes times =
        new StageTimes(image.times().latentNanos() + listening, image.times().decodeNanos());
    return new SoundImage(
        new GeneratedImage(image.image(), image.activity(), times),
        Image.of(1, frontEnd.channels(), frontEnd.frames(), heard, ValueRange.UNIT),
        Optional.of(drawn.hidden()));
  }

  @Override
  public List<LatentSpikes> latentsOfSounds(List<SoundTask> tasks) {
    tasks.forEach(rules::checkLatents);
    return tasks.stream().map(this::latent).toList();
  }

  private LatentSpikes latent(SoundTask task) {
    long start = System.nanoTime();
    float[] heard = task.sound().through(frontEnd);
    LeakyNetwork.Latent latent =
        network.latent(input(heard, task, rules.timeSteps(task.parameters())));
    return new LatentSpikes(
        latent.spikes(), latent.activity(), new StageTimes(System.nanoTime() - start, 0));
  }

  @Override
  public List<GeneratedImage> decode(List<DecodeTask> tasks) {
    tasks.forEach(rules::check);
    return tasks.stream().map(task -> network.decode(task.latent())).toList();
  }

  private static SpikeTrain input(float[] heard, SoundTask task, int timeSteps) {
    RandomStream stream = RandomStream.of(task.seed());
    return PoissonSampler.sample(heard, stream, Purpose.INPUT_SPIKES, timeSteps);
  }
}
