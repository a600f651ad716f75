package io.spikelet.training.family.audiocoder;

import static org.bytedeco.pytorch.global.torch.zeros;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.leaky.Brightness;
import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.dataset.BatchFiller;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.dataset.Split;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.LeakyExporter;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trace.LeakyNeuron;
import io.spikelet.training.trace.LearningRule;
import io.spikelet.training.trace.PoissonInput;
import io.spikelet.training.trace.TraceLayer;
import io.spikelet.training.trace.TraceNetwork;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

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
final class AudiocoderTraining implements Trainable {

  /** Presentations of test sounds have numbers behind those of all training steps. */
  private static final long UNSEEN = 1L << 40;

  private static final int VALIDATION_BATCH = 100;

  private static final int COLUMNS = 10;

  private final AudiocoderSettings settings;
  private final TrainingPlan plan;
  private final PublishedAutoencoder autoencoder;
  private final Lessons lessons;
  private final Likeness likeness;
  private final @Nullable ImageModel judge;
  private final TraceNetwork network;
  private final TraceLayer decoder;

  private AudiocoderTraining(
      AudiocoderSettings settings,
      TrainingPlan plan,
      PublishedAutoencoder autoencoder,
      Lessons lessons,
      Likeness likeness,
      @Nullable ImageModel judge) {
    this.settings = settings;
    this.plan = plan;
    this.autoencoder = autoencoder;
    this.lessons = lessons;
    this.likeness = likeness;
    this.judge = judge;
    torch.manual_seed(plan.seed());
    try (PointerScope _ = new PointerScope()) {
      this.network = network(settings, autoencoder.hiddenSize());
      this.decoder = decoder(autoencoder);
      network.state().retain();
      decoder.state().retain();
    }
  }

  /** Takes the settings; the autoencoder is pinned to the package that it is now. */
  static AudiocoderTraining create(
      Settings given, TrainingPlan plan, Surroundings surroundings) {
    AudiocoderSettings settings = AudiocoderSettings.from(given);
    ModelPackage published = surroundings.packages().pull(settings.autoencoder());
    given.set(AudiocoderSettings.AUTOENCODER, published.ref().toString());
    AudiocoderSettings.from(given); // Taken again, now pinned.
    PublishedAutoencoder autoencoder = new PublishedAutoencoder(published);
    DatasetSource source = DatasetSource.parse(settings.images());
    int side = autoencoder.image().height();
    ImageSet images = source.open(Split.TRAIN, Preprocessing.of(source.name(), side));
    PairedImages paired = new PairedImages(images, surroundings.labels());
    Lessons lessons =
        new Lessons(
            autoencoder.load(settings.keptSteps()), images, paired, settings, plan.seed());
    Likeness likeness = new Likeness(images, paired, lessons, settings.pairing());
    ImageModel judge =
        settings.judge().isEmpty()
            ? null
            : ModelLoader.load(surroundings.packages().pull(settings.judge()));
    return new AudiocoderTraining(settings, plan, autoencoder, lessons, likeness, judge);
  }

  private static TraceNetwork network(AudiocoderSettings settings, int outputs) {
    LeakyNeuron neuron = settings.neuron();
    int inputs = settings.frontEnd().values();
    int hidden = settings.hiddenSize();
    double gain = settings.initialGain();
    return new TraceNetwork(
        new TraceLayer("audio.0", inputs, hidden, neuron, gain),
        new TraceLayer("audio.1", hidden, outputs, neuron, gain),
        neuron,
        settings.masked());
  }

  private static TraceLayer decoder(PublishedAutoencoder autoencoder) {
    WeightArray weight = autoencoder.decoderWeight();
    int pixels = Math.toIntExact(weight.shape()[0]);
    int hidden = Math.toIntExact(weight.shape()[1]);
    TraceLayer layer = new TraceLayer("decoder.0", hidden, pixels, autoencoder.neuron(), 1);
    Tensor values = layer.state().parameters().getFirst().value();
    values.copy_(TensorMemory.tensor(weight.data(), weight.shape()));
    return layer;
  }

  @Override
  public State state() {
    return network.state();
  }

  /** The picture of a sound. */
  @Override
  public ImageSpec image() {
    FrontEnd frontEnd = settings.frontEnd();
    return new ImageSpec(1, frontEnd.channels(), frontEnd.frames(), ValueRange.UNIT);
  }

  @Override
  public Optimiser optimiser(TrainingPlan plan) {
    return Optimiser.ownRule();
  }

  @Override
  public void start(NamedWeights published, ImageSet images) {
    Weights.copy(published, state(), name -> name);
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    PoissonInput input = input(batch.images(), batch.step());
    Tensor targets = lessons.of(batch);
    LearningRule rule = LearningRule.usual(batch.learningRate(), plan.weightDecay());
    TraceNetwork.Outcome outcome =
        network.learn(
            batch.images().size(0),
            settings.timeSteps(),
            input::at,
            (t, _) -> targets.select(0, t % settings.keptSteps()),
            rule);
    return Map.of(
        "loss", outcome.loss(),
        "wrong_spikes", outcome.wrong(),
        "hidden_rate", outcome.hiddenRate(),
        "output_rate", outcome.outputRate());
  }

  private PoissonInput input(Tensor images, long presentation) {
    return new PoissonInput(images, plan.seed(), presentation, settings.timeSteps());
  }

  /** The paper's error of the synthesised images, and how many the judge reads as was spoken. */
  @Override
  public Map<String, Double> validate(ImageSet sounds) {
    int count = sounds.size();
    if (plan.validationImages() > 0) {
      count = Math.min(count, plan.validationImages());
    }
    double error = 0;
    int read = 0;
    for (int from = 0; from < count; from += VALIDATION_BATCH) {
      int[] indices = IntStream.range(from, Math.min(from + VALIDATION_BATCH, count)).toArray();
      List<float[]> synthesised = synthesise(sounds, indices);
      for (int k = 0; k < indices.length; k++) {
        int label = sounds.label(indices[k]);
        error += likeness.error(synthesised.get(k), label);
        read += isRead(synthesised.get(k), label) ? 1 : 0;
      }
    }
    return judge == null
        ? Map.of("validation_normalised_mse", error / count)
        : Map.of(
            "validation_normalised_mse", error / count,
            "validation_heard_share", (double) read / count);
  }

  private boolean isRead(float[] counts, int label) {
    return judge != null && judge.classify(List.of(drawn(counts))).getFirst().label() == label;
  }

  /** Rows of synthesised images, one row a digit. */
  @Override
  public Map<String, Image> pictures(ImageSet sounds) {
    List<Image> tiles = new ArrayList<>();
    for (int label = 0; label < COLUMNS; label++) {
      synthesise(sounds, some(sounds, label)).forEach(counts -> tiles.add(drawn(counts)));
    }
    return Map.of("images", ContactSheet.of(tiles));
  }

  /** Sounds of a class, evenly chosen: those of all speakers. */
  private static int[] some(ImageSet sounds, int label) {
    int[] all = IntStream.range(0, sounds.size()).filter(i -> sounds.label(i) == label).toArray();
    return IntStream.range(0, COLUMNS).map(k -> all[k * all.length / COLUMNS]).toArray();
  }

  private Image drawn(float[] counts) {
    ImageSpec of = autoencoder.image();
    return Image.of(
        of.channels(), of.height(), of.width(), Brightness.ofCounts(counts), of.range());
  }

  /** Spike counts of the images of sounds, {@code [C, H, W]} each. */
  private List<float[]> synthesise(ImageSet sounds, int[] indices) {
    int pixels = autoencoder.image().values();
    try (PointerScope _ = new PointerScope()) {
      PoissonInput input = input(load(sounds, indices), UNSEEN + indices[0]);
      Tensor counts = zeros(indices.length, pixels);
      decoder.begin(indices.length, settings.timeSteps(), false);
      network.run(
          indices.length,
          settings.timeSteps(),
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

  private Tensor load(ImageSet sounds, int[] indices) {
    BatchFiller filler = BatchFiller.plain(sounds, ValueRange.UNIT);
    float[] values = new float[indices.length * filler.pixelCount()];
    filler.fill(indices, 0, indices.length, 0, values);
    return TensorMemory.tensor(values, indices.length, filler.pixelCount());
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    LeakyNeuron neuron = settings.neuron();
    return new LeakyExporter(
            Weights.of(state()),
            settings.timeSteps(),
            neuron.decay(),
            neuron.threshold(),
            storage)
        .audiocoder(
            settings.frontEnd(),
            autoencoder.decoder(),
            autoencoder.decoderLayers(settings.timeSteps()),
            autoencoder.image());
  }

  @Override
  public void close() {
    network.state().release();
    decoder.state().release();
    lessons.close();
    if (judge != null) {
      judge.close();
    }
  }
}
