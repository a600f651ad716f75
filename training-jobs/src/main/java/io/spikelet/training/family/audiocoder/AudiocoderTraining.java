package io.spikelet.training.family.audiocoder;

import static org.bytedeco.pytorch.global.torch.zeros;

import io.spikelet.runtime.generator.leaky.Brightness;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.LeakyExporter;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.pairing.ListeningTraining;
import io.spikelet.training.pairing.Pairs;
import io.spikelet.training.pairing.PublishedAutoencoder;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trace.LeakyNeuron;
import io.spikelet.training.trace.LearningRule;
import io.spikelet.training.trace.PoissonInput;
import io.spikelet.training.trace.TraceLayer;
import io.spikelet.training.trace.TraceNetwork;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.PackageSource;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains an audiocoder: the picture of a sound over frequency and time becomes random spikes, and
 * two layers of leaky neurons learn to fire as the hidden layer of an autoencoder does when it sees
 * the image that the sound is paired with.
 *
 * <pre>
 * cochleagram [N, 39*40] -&gt; spikes -&gt; audio.0 -&gt; audio.1
 * target of time step t: hidden spikes of the paired image at step t mod keptSteps
 * </pre>
 *
 * <p>Source: spiking autoencoder and audiocoder (2019), section on audio-to-image synthesis.
 */
final class AudiocoderTraining extends ListeningTraining {

  private final AudiocoderSettings settings;
  private final TrainingPlan plan;
  private final PublishedAutoencoder autoencoder;
  private final Lessons lessons;
  private final TraceNetwork network;
  private final TraceLayer decoder;

  private AudiocoderTraining(
      AudiocoderSettings settings,
      TrainingPlan plan,
      PublishedAutoencoder autoencoder,
      Pairs pairs,
      PackageSource packages) {
    super(settings.listening(), plan, pairs, packages);
    this.settings = settings;
    this.plan = plan;
    this.autoencoder = autoencoder;
    this.lessons = new Lessons(autoencoder.published(), pairs, settings.keptSteps(), plan.seed());
    torch.manual_seed(plan.seed());
    try (PointerScope _ = new PointerScope()) {
      int inputs = settings.listening().frontEnd().values();
      int outputs = autoencoder.hiddenSize();
      this.network = TraceNetwork.random(settings.network(), "audio.0", inputs, "audio.1", outputs);
      this.decoder = decoder(new PublishedNeurons(autoencoder.published()));
      network.state().retain();
      decoder.state().retain();
    }
  }

  /** Takes the settings; the autoencoder is pinned to the package that it is now. */
  static Trainable create(Settings given, TrainingPlan plan, Surroundings surroundings) {
    PublishedAutoencoder autoencoder =
        PublishedAutoencoder.pinned(
            given, surroundings.packages(), ModelFamily.SPIKING_AUTOENCODER);
    AudiocoderSettings settings = AudiocoderSettings.from(given);
    Pairs pairs =
        Pairs.open(settings.listening(), autoencoder.image(), surroundings.labels(), plan.seed());
    return new AudiocoderTraining(settings, plan, autoencoder, pairs, surroundings.packages());
  }

  private static TraceLayer decoder(PublishedNeurons published) {
    WeightArray weight = published.decoderWeight();
    int pixels = Math.toIntExact(weight.shape()[0]);
    int hidden = Math.toIntExact(weight.shape()[1]);
    TraceLayer layer = new TraceLayer("decoder.0", hidden, pixels, published.neuron());
    Tensor values = layer.state().parameters().getFirst().value();
    values.copy_(TensorMemory.tensor(weight.data(), weight.shape()));
    return layer;
  }

  @Override
  public State state() {
    return network.state();
  }

  @Override
  public Optimiser optimiser(TrainingPlan plan) {
    return Optimiser.ownRule();
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    PoissonInput input = input(batch.images(), batch.step());
    Tensor targets = lessons.of(batch);
    LearningRule rule = LearningRule.usual(batch.learningRate(), plan.weightDecay());
    return network
        .learn(
            batch.images().size(0),
            settings.network().timeSteps(),
            input::at,
            (t, _) -> targets.select(0, t % settings.keptSteps()),
            rule)
        .losses();
  }

  private PoissonInput input(Tensor images, long presentation) {
    return new PoissonInput(images, plan.seed(), presentation, settings.network().timeSteps());
  }

  @Override
  protected Image drawn(float[] counts) {
    ImageSpec of = autoencoder.image();
    return Image.of(
        of.channels(), of.height(), of.width(), Brightness.ofCounts(counts), of.range());
  }

  /** Spike counts of the images of sounds, {@code [C, H, W]} each. */
  @Override
  protected List<float[]> synthesise(ImageSet sounds, int[] indices) {
    int pixels = autoencoder.image().values();
    try (PointerScope _ = new PointerScope()) {
      PoissonInput input = input(load(sounds, indices), PoissonInput.UNSEEN + indices[0]);
      Tensor counts = zeros(indices.length, pixels);
      decoder.begin(indices.length, settings.network().timeSteps(), false);
      network.run(
          indices.length,
          settings.network().timeSteps(),
          input::at,
          hidden -> {
            counts.add_(decoder.forward(hidden));
            decoder.reset();
          });
      float[] values = TensorMemory.floats(counts);
      return IntStream.range(0, indices.length)
          .mapToObj(k -> Arrays.copyOfRange(values, k * pixels, (k + 1) * pixels))
          .toList();
    }
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    LeakyNeuron neuron = settings.network().neuron();
    return new LeakyExporter(
            Weights.of(state()),
            settings.network().timeSteps(),
            neuron.decay(),
            neuron.threshold(),
            storage)
        .audiocoder(
            settings.listening().frontEnd(),
            autoencoder.decoder(),
            autoencoder.decoderLayers(settings.network().timeSteps()),
            autoencoder.image());
  }

  @Override
  public void close() {
    network.state().release();
    decoder.state().release();
    lessons.close();
    super.close();
  }
}
