package io.spikelet.training.family.ttfsclassifier;

import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.zeros;

import io.spikelet.runtime.generator.Decision;
import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.TtfsClassifierExporter;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.firstspike.Answer;
import io.spikelet.training.firstspike.FirstSpikeLayer;
import io.spikelet.training.firstspike.FirstSpikeNetwork;
import io.spikelet.training.firstspike.FirstSpikeSettings;
import io.spikelet.training.firstspike.Presentation;
import io.spikelet.training.firstspike.StoredLayer;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.AveragedWeights;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.ImageTensors;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains a classifier of first spikes: pixels fire the earlier the brighter they are, one hidden
 * layer, and the output neuron that fires first is the label.
 *
 * <pre>
 * loss = 1/2 |t - target|^2 / timeSteps^2,   w &lt;- (1 - rate * weight-decay) * (w + rate * ...)
 * </pre>
 *
 * <p>The images of a batch are learnt one after the other, the weights changing after each, as
 * published: {@code batch-size} only says how many make a step of the trainer.
 *
 * <p>Every image moves the weights by as much, so they never come to rest; their average over time
 * does, and is what is measured and exported. Nothing learns from it.
 *
 * <p>Source: Spiking-GAN sections 2 and 3.1; S4NN (Kheradpisheh and Masquelier 2020), whose order
 * of the images, that of the file, is here a new one every epoch.
 */
final class TtfsClassifierTraining implements Trainable {

  private static final int VALIDATION_BATCH = 500;
  private static final int FILTERS = 64;

  private final TtfsClassifierSettings settings;
  private final TrainingPlan plan;
  private final ImageSpec image;
  private final List<StoredLayer> layers;
  private final FirstSpikeNetwork network;
  private final AveragedWeights averages;
  private final List<StoredLayer> averaged;
  private final FirstSpikeNetwork averagedNetwork;
  private final Presentation presentation;
  private final Tensor fired; // images for which each hidden neuron fired in this epoch
  private int batchesOfEpoch = 1;

  private TtfsClassifierTraining(
      TtfsClassifierSettings settings,
      TrainingPlan plan,
      ImageSpec image,
      List<StoredLayer> layers,
      Tensor fired) {
    this.settings = settings;
    this.plan = plan;
    this.image = image;
    this.layers = layers;
    this.network = network(layers);
    this.averages = new AveragedWeights(layers.stream().map(StoredLayer::weight).toList());
    this.averaged = averages.averages().stream().map(weight -> stored(settings, weight)).toList();
    this.averagedNetwork = network(averaged);
    this.presentation = network.presentation();
    this.fired = fired;
    state().retain();
  }

  static TtfsClassifierTraining create(
      TtfsClassifierSettings settings, TrainingPlan plan, int channels, int classes) {
    int side = settings.imageSize();
    ImageSpec image = new ImageSpec(channels, side, side, ValueRange.UNIT);
    int hidden = settings.hiddenSize();
    torch.manual_seed(plan.seed());
    try (PointerScope _ = new PointerScope()) {
      List<StoredLayer> layers =
          List.of(
              fresh("dense.0", settings, image.values(), hidden, settings.hiddenWeights()),
              fresh("dense.1", settings, hidden, classes, settings.outputWeights()));
      return new TtfsClassifierTraining(settings, plan, image, layers, zeros(hidden));
    }
  }

  private static FirstSpikeNetwork network(List<StoredLayer> layers) {
    return new FirstSpikeNetwork(layers.stream().map(StoredLayer::layer).toList());
  }

  /** Weights uniform in 0 to {@code most}. */
  private static StoredLayer fresh(
      String name, TtfsClassifierSettings settings, int inputs, int neurons, double most) {
    Tensor weight = rand(inputs, neurons);
    weight.mul_(new Scalar(most));
    return stored(settings, Parameter.base(name + ".weight", weight));
  }

  /** The layer of a weight {@code [inputs, neurons]}. */
  private static StoredLayer stored(TtfsClassifierSettings settings, Parameter weight) {
    long[] shape = TensorMemory.shape(weight.value());
    return new StoredLayer(settings.neurons().layer((int) shape[0], (int) shape[1]), weight);
  }

  @Override
  public State state() {
    State learning =
        new State(
            layers.stream().map(StoredLayer::weight).toList(),
            List.of(new State.Buffer("dense.0.fired", fired)));
    return State.join(List.of(learning, averages.state()));
  }

  @Override
  public void start(NamedWeights published, ImageSet images) {
    Trainable.super.start(published, images);
    averages.approach(1);
  }

  @Override
  public ImageSpec image() {
    return image;
  }

  @Override
  public void prepare(ImageSet training) {
    int all = training.size();
    int used = plan.trainingImages() == 0 ? all : Math.min(all, plan.trainingImages());
    batchesOfEpoch = used / plan.batchSize();
  }

  @Override
  public Optimiser optimiser(TrainingPlan plan) {
    return Optimiser.ownRule();
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    layers.forEach(StoredLayer::load);
    if (batch.step() > 0 && batch.step() % batchesOfEpoch == 0) {
      reviveSilent(batch.step());
    }
    Sums sums = new Sums();
    float[] pixels = TensorMemory.floats(batch.images());
    float[] counts = TensorMemory.floats(fired);
    for (int n = 0; n < batch.labels().length; n++) {
      present(network, pixels, n);
      sums.add(Answer.of(network, presentation), batch.labels()[n]);
      sums.loss += learn(batch.labels()[n], batch.learningRate());
      count(counts);
    }
    fired.copy_(TensorMemory.tensor(counts, counts.length));
    layers.forEach(StoredLayer::store);
    averages.approach(1 - settings.averaging());
    return sums.means("");
  }

  private void present(FirstSpikeNetwork shown, float[] pixels, int n) {
    int count = image.values();
    shown.present(settings.neurons().code().times(pixels, n * count, count), presentation);
  }

  private double learn(int label, double rate) {
    double loss = network.aim(presentation, settings.target(), label);
    network.passBackAndLearn(
        presentation, rate, rate * plan.weightDecay(), settings.neurons().rule());
    return loss;
  }

  private void count(float[] counts) {
    int[] times = presentation.times(0);
    for (int j = 0; j < counts.length; j++) {
      counts[j] += times[j] < settings.neurons().timeSteps() ? 1 : 0;
    }
  }

  /** Gives hidden neurons that hardly fired in the last epoch fresh weights. */
  private void reviveSilent(long step) {
    float[] counts = TensorMemory.floats(fired);
    double least = settings.reviveBelow() * batchesOfEpoch * plan.batchSize();
    FirstSpikeLayer hidden = network.layers().getFirst();
    for (int j = 0; j < counts.length; j++) {
      if (counts[j] < least) {
        hidden.replace(j, freshWeights(step, j));
      }
    }
    fired.zero_();
  }

  private float[] freshWeights(long step, int neuron) {
    ImageSeed seed = new ImageSeed(plan.seed(), step * settings.hiddenSize() + neuron);
    float[] values = RandomStream.of(seed).uniforms(Purpose.REVIVAL, image.values());
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) settings.hiddenWeights();
    }
    return values;
  }

  @Override
  public Map<String, Double> validate(ImageSet images) {
    averaged.forEach(StoredLayer::load);
    int wanted = plan.validationImages();
    int count = wanted == 0 ? images.size() : Math.min(wanted, images.size());
    Sums sums = new Sums();
    for (int from = 0; from < count; from += VALIDATION_BATCH) {
      int size = Math.min(VALIDATION_BATCH, count - from);
      try (PointerScope _ = new PointerScope()) {
        float[] pixels = TensorMemory.floats(new ImageTensors(image).load(images, from, size));
        for (int n = 0; n < size; n++) {
          present(averagedNetwork, pixels, n);
          sums.add(Answer.of(averagedNetwork, presentation), images.label(from + n));
        }
      }
    }
    return sums.means("validation_");
  }

  /** What answers are, on average. */
  private static final class Sums {

    private double loss;
    private int images;
    private int right;
    private int rightOrTied;
    private long times;
    private long spikes;
    private int silent;

    void add(Answer answer, int label) {
      Decision decision = answer.decision();
      boolean found = answer.label() == label;
      images++;
      right += found ? 1 : 0;
      rightOrTied += found || decision.isFirst(label) ? 1 : 0;
      times += decision.time();
      spikes += decision.spikes();
      silent += decision.fired() ? 0 : 1;
    }

    Map<String, Double> means(String prefix) {
      Map<String, Double> means = new TreeMap<>();
      if (prefix.isEmpty()) {
        means.put("loss", loss / images);
      }
      means.put(prefix + "accuracy", (double) right / images);
      means.put(prefix + "accuracy_ties_correct", (double) rightOrTied / images);
      means.put(prefix + "decision_time", (double) times / images);
      means.put(prefix + "decision_spikes", (double) spikes / images);
      means.put(prefix + "undecided", (double) silent / images);
      return means;
    }
  }

  /** The weights of the first hidden neurons, each from its smallest (black) to its largest. */
  @Override
  public Map<String, Image> pictures(ImageSet images) {
    float[] weights = TensorMemory.floats(averaged.getFirst().weight().value());
    int hidden = settings.hiddenSize();
    List<Image> filters = new ArrayList<>();
    for (int j = 0; j < Math.min(FILTERS, hidden); j++) {
      float[] filter = new float[image.values()];
      for (int i = 0; i < filter.length; i++) {
        filter[i] = weights[i * hidden + j];
      }
      filters.add(stretched(filter));
    }
    return Map.of("filters", ContactSheet.of(filters));
  }

  private Image stretched(float[] values) {
    float least = Float.MAX_VALUE;
    float most = -Float.MAX_VALUE;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = most > least ? (values[i] - least) / (most - least) : 0;
    }
    return Image.of(image.channels(), image.height(), image.width(), values, ValueRange.UNIT);
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    FirstSpikeSettings neurons = settings.neurons();
    return TtfsClassifierExporter.export(
        Weights.of(new State(averages.averages(), List.of())),
        new TtfsClassifierExporter.Neurons(
            neurons.timeSteps(), neurons.timing(), neurons.threshold(), neurons.threshold()),
        image,
        storage);
  }

  @Override
  public void close() {
    state().release();
  }
}
