package io.spikelet.training.family.spikinggan;

import static org.bytedeco.pytorch.global.torch.rand;

import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.SpikeTimeSampler;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.SpikingGanExporter;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.family.spikinggan.Pair.Outcome;
import io.spikelet.training.family.spikinggan.SpikingGanSettings.Uniform;
import io.spikelet.training.firstspike.FirstSpikeNetwork;
import io.spikelet.training.firstspike.FirstSpikeSettings;
import io.spikelet.training.firstspike.Presentation;
import io.spikelet.training.firstspike.StoredLayer;
import io.spikelet.training.firstspike.TimeCode;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.selection.KeptGenerators;
import io.spikelet.training.trainer.AveragedWeights;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains the {@link Pair}s of a Spiking-GAN, one a label.
 *
 * <p>A batch holds images of all labels as they come. Those of a label are learnt one after the
 * other, the weights changing after each; the pairs share nothing and learn side by side. {@code
 * batch-size} only says how many images make a step of the trainer.
 *
 * <p>Adversaries chase each other, so the generators' weights are averaged over time, which nothing
 * learns from. Of each label the averaged generator is kept whose images after an epoch were
 * nearest to real ones ({@link KeptGenerators}); it is what is exported and drawn. A run that
 * begins with a package's weights begins with its generators and with fresh discriminators, which
 * no package has.
 *
 * <p>Source: Spiking-GAN, sections 2.3 to 2.6.
 */
final class SpikingGanTraining implements Trainable {

  /** Images of a label in a picture. */
  private static final int COLUMNS = 10;

  /** Noise from this number on is never learnt from. */
  private static final long COMPARED = 1L << 40;

  private final SpikingGanSettings settings;
  private final TrainingPlan plan;
  private final ImageSpec image;
  private final List<StoredPair> pairs; // (label)
  private final AveragedWeights averages;
  private final Stacked averaged;
  private final KeptGenerators kept;
  private final State state;

  /** A pair and where its weights are kept. */
  private record StoredPair(Pair pair, List<StoredLayer> layers) {

    void load() {
      layers.forEach(StoredLayer::load);
    }

    void store() {
      layers.forEach(StoredLayer::store);
    }
  }

  /** The weights of all labels, layer by layer, {@code [K, inputs, neurons]} each. */
  private record Stacked(List<Parameter> weights) {

    static Stacked fresh(String name, int labels, int[] sizes, Uniform first, Uniform second) {
      return new Stacked(
          List.of(
              uniform(name + ".0.weight", first, labels, sizes[0], sizes[1]),
              uniform(name + ".1.weight", second, labels, sizes[1], sizes[2])));
    }

    private static Parameter uniform(String name, Uniform bounds, long... shape) {
      Tensor values = rand(shape);
      values.mul_(new Scalar(bounds.most() - bounds.least()));
      values.add_(new Scalar(bounds.least()));
      return Parameter.base(name, values);
    }

    List<StoredLayer> layers(FirstSpikeSettings neurons, int label) {
      return weights.stream().map(weight -> layer(neurons, weight, label)).toList();
    }

    private static StoredLayer layer(FirstSpikeSettings neurons, Parameter weight, int label) {
      long[] shape = TensorMemory.shape(weight.value());
      return new StoredLayer(neurons.layer((int) shape[1], (int) shape[2]), weight, label);
    }

    State state() {
      return new State(weights, List.of());
    }
  }

  private SpikingGanTraining(
      SpikingGanSettings settings,
      TrainingPlan plan,
      ImageSpec image,
      Stacked generators,
      Stacked discriminators,
      int labels) {
    this.settings = settings;
    this.plan = plan;
    this.image = image;
    this.pairs =
        IntStream.range(0, labels)
            .mapToObj(label -> pair(settings.neurons(), generators, discriminators, label))
            .toList();
    this.averages = new AveragedWeights(generators.weights());
    this.averaged = new Stacked(averages.averages());
    this.kept = new KeptGenerators(averaged.state(), settings.keep());
    this.state =
        State.join(
            List.of(generators.state(), discriminators.state(), averages.state(), kept.state()));
  }

  private static StoredPair pair(
      FirstSpikeSettings neurons, Stacked generators, Stacked discriminators, int label) {
    List<StoredLayer> generator = generators.layers(neurons, label);
    List<StoredLayer> discriminator = discriminators.layers(neurons, label);
    List<StoredLayer> all = new ArrayList<>(generator);
    all.addAll(discriminator);
    return new StoredPair(
        new Pair(network(generator), network(discriminator), neurons.rule()), List.copyOf(all));
  }

  private static FirstSpikeNetwork network(List<StoredLayer> layers) {
    return new FirstSpikeNetwork(layers.stream().map(StoredLayer::layer).toList());
  }

  static SpikingGanTraining create(
      SpikingGanSettings settings, TrainingPlan plan, Surroundings surroundings) {
    int side = settings.imageSize();
    int labels = surroundings.labels().size();
    ImageSpec image = new ImageSpec(surroundings.channels(), side, side, ValueRange.UNIT);
    SpikingGanSettings.Initial initial = settings.initial();
    int hidden = settings.hiddenSize();
    int[] generator = {settings.latentSize(), hidden, image.values()};
    int[] discriminator = {image.values(), hidden, Pair.VERDICTS};
    torch.manual_seed(plan.seed());
    try (PointerScope _ = new PointerScope()) {
      Stacked generators =
          Stacked.fresh("generator", labels, generator, initial.noise(), initial.pixels());
      Stacked discriminators =
          Stacked.fresh(
              "discriminator", labels, discriminator, initial.features(), initial.verdict());
      SpikingGanTraining training =
          new SpikingGanTraining(settings, plan, image, generators, discriminators, labels);
      training.state.retain();
      return training;
    }
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public ImageSpec image() {
    return image;
  }

  @Override
  public void start(NamedWeights published, ImageSet images) {
    Trainable.super.start(published, images);
    averages.approach(1);
    kept.restart();
  }

  @Override
  public void prepare(ImageSet training) {
    kept.compareWith(training, settings.comparedImages());
  }

  @Override
  public Optimiser optimiser(TrainingPlan plan) {
    return Optimiser.ownRule();
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    float[] pixels = TensorMemory.floats(batch.images());
    List<Outcome> outcomes =
        IntStream.range(0, pairs.size())
            .parallel()
            .mapToObj(label -> learn(label, batch, pixels))
            .flatMap(List::stream)
            .toList();
    averages.approach(1 - settings.averaging());
    double discriminators = mean(outcomes, Outcome::discriminatorLoss);
    double generators = mean(outcomes, Outcome::generatorLoss);
    return Map.of(
        "loss",
        discriminators + generators,
        "discriminator_loss",
        discriminators,
        "generator_loss",
        generators,
        "real_taken",
        mean(outcomes, outcome -> outcome.realTaken() ? 1 : 0),
        "fake_taken",
        mean(outcomes, outcome -> outcome.fakeTaken() ? 1 : 0));
  }

  private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> number) {
    return outcomes.stream().mapToDouble(number).average().orElseThrow();
  }

  private List<Outcome> learn(int label, Batch batch, float[] pixels) {
    double rate = batch.learningRate();
    Pair.Rates rates =
        new Pair.Rates(
            rate * settings.hiddenRate(),
            rate,
            rate * settings.discriminatorRate(),
            plan.weightDecay());
    TimeCode code = settings.neurons().code();
    int size = image.values();
    int images = batch.labels().length;
    StoredPair pair = pairs.get(label);
    pair.load();
    List<Outcome> outcomes =
        IntStream.range(0, images)
            .filter(n -> batch.labels()[n] == label)
            .mapToObj(
                n ->
                    pair.pair()
                        .learn(
                            code.times(pixels, n * size, size),
                            noise(batch.step() * images + n),
                            rates))
            .toList();
    pair.store();
    return outcomes;
  }

  private int[] noise(long index) {
    RandomStream stream = RandomStream.of(new ImageSeed(plan.seed(), index));
    return SpikeTimeSampler.sample(stream, settings.latentSize(), settings.neurons().timeSteps());
  }

  @Override
  public Map<String, Double> finishEpoch() {
    return kept.offer(label -> drawn(averaged, label, settings.comparedImages()));
  }

  /** Images that a label's generator draws, {@code [count, pixels]}. */
  private float[] drawn(Stacked weights, int label, int count) {
    List<StoredLayer> layers = weights.layers(settings.neurons(), label);
    layers.forEach(StoredLayer::load);
    FirstSpikeNetwork generator = network(layers);
    Presentation drawn = generator.presentation();
    TimeCode code = settings.neurons().code();
    int size = image.values();
    float[] levels = new float[count * size];
    for (int n = 0; n < count; n++) {
      generator.present(noise(COMPARED + (long) label * count + n), drawn);
      for (int i = 0; i < size; i++) {
        levels[n * size + i] = code.value(drawn.outputTimes()[i]);
      }
    }
    return levels;
  }

  /** Nothing beyond what an epoch's end measures. */
  @Override
  public Map<String, Double> validate(ImageSet images) {
    return Map.of();
  }

  /** A row for each label: {@code samples} as kept, {@code latest} as the averages are now. */
  @Override
  public Map<String, Image> pictures(ImageSet images) {
    Stacked best = new Stacked(averaged.weights().stream().map(this::keptOf).toList());
    return Map.of("samples", sheet(best), "latest", sheet(averaged));
  }

  private Parameter keptOf(Parameter live) {
    return Parameter.base(live.name(), kept.tensor(live.name()));
  }

  private Image sheet(Stacked weights) {
    int size = image.values();
    List<Image> tiles = new ArrayList<>();
    for (int label = 0; label < pairs.size(); label++) {
      float[] levels = drawn(weights, label, COLUMNS);
      for (int n = 0; n < COLUMNS; n++) {
        float[] own = Arrays.copyOfRange(levels, n * size, (n + 1) * size);
        tiles.add(Image.of(image.channels(), image.height(), image.width(), own, image.range()));
      }
    }
    return ContactSheet.of(tiles, COLUMNS);
  }

  /** The generators that are kept, or those of the beginning if no epoch is finished. */
  @Override
  public ExportedNetwork export(WeightStorage storage) {
    FirstSpikeSettings neurons = settings.neurons();
    return SpikingGanExporter.export(
        kept.weights(),
        new SpikingGanExporter.Neurons(neurons.timeSteps(), neurons.timing(), neurons.threshold()),
        image,
        storage);
  }

  @Override
  public void close() {
    state.release();
  }
}
