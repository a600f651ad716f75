package io.spikelet.training.family.spikingautoencoder;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.spikelet.runtime.generator.leaky.Brightness;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.MeanSquaredError;
import io.spikelet.runtime.image.NormalisedError;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.LeakyExporter;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trace.LeakyNeuron;
import io.spikelet.training.trace.LearningRule;
import io.spikelet.training.trace.PoissonInput;
import io.spikelet.training.trace.TraceNetwork;
import io.spikelet.training.trace.TraceSettings;
import io.spikelet.training.trainer.AutoencoderTraining;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains a spiking autoencoder: an image becomes random spikes, a hidden layer and an output layer
 * of leaky neurons follow, and the output learns at every time step to fire as the input does.
 *
 * <pre>
 * image [N, 784] -&gt; spikes -&gt; encoder.0 -&gt; decoder.0, image' = spikes / most spikes of a pixel
 * </pre>
 *
 * <p>Source: spiking autoencoder and audiocoder (2019).
 */
final class SpikingAutoencoderTraining extends AutoencoderTraining {

  private static final int VALIDATION_BATCH = 100;

  private final TraceSettings settings;
  private final TrainingPlan plan;
  private final TraceNetwork network;

  private SpikingAutoencoderTraining(
      TraceSettings settings, TrainingPlan plan, ImageSpec image, TraceNetwork network) {
    super(image, network.state(), plan.validationImages());
    this.settings = settings;
    this.plan = plan;
    this.network = network;
  }

  static SpikingAutoencoderTraining create(
      SpikingAutoencoderSettings settings, TrainingPlan plan, int channels) {
    int side = settings.imageSize();
    ImageSpec image = new ImageSpec(channels, side, side, ValueRange.UNIT);
    int pixels = image.values();
    TraceNetwork network =
        fresh(
            plan.seed(),
            () -> TraceNetwork.random(settings.network(), "encoder.0", pixels, "decoder.0", pixels),
            TraceNetwork::state);
    return new SpikingAutoencoderTraining(settings.network(), plan, image, network);
  }

  @Override
  public Optimiser optimiser(TrainingPlan plan) {
    return Optimiser.ownRule();
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    PoissonInput input = input(batch.images(), batch.step());
    LearningRule rule = LearningRule.usual(batch.learningRate(), plan.weightDecay());
    return network
        .learn(batch.images().size(0), settings.timeSteps(), input::at, (_, shown) -> shown, rule)
        .losses();
  }

  private PoissonInput input(Tensor images, long presentation) {
    return new PoissonInput(images, plan.seed(), presentation, settings.timeSteps());
  }

  /** Beside the pixels' error the paper's two, each mean over images. */
  @Override
  public Map<String, Double> validate(ImageSet set) {
    int count = validationImages(set);
    double[] errors = new double[3];
    for (int from = 0; from < count; from += VALIDATION_BATCH) {
      try (PointerScope _ = new PointerScope()) {
        Tensor images = tensors().load(set, from, Math.min(VALIDATION_BATCH, count - from));
        add(show(images, from), images, errors);
      }
    }
    return Map.of(
        "validation_mse", errors[0] / count,
        "validation_spike_mse", errors[1] / count,
        "validation_normalised_mse", errors[2] / count);
  }

  private void add(Shown shown, Tensor images, double[] errors) {
    float[] originals = TensorMemory.floats(images);
    float[] input = TensorMemory.floats(shown.input);
    float[] output = TensorMemory.floats(shown.output);
    int pixels = image().values();
    for (int at = 0; at < originals.length; at += pixels) {
      float[] counts = Arrays.copyOfRange(output, at, at + pixels);
      float[] original = Arrays.copyOfRange(originals, at, at + pixels);
      errors[0] += MeanSquaredError.of(Brightness.ofCounts(counts), original);
      errors[1] += NormalisedError.of(counts, Arrays.copyOfRange(input, at, at + pixels));
      errors[2] += NormalisedError.of(counts, original);
    }
  }

  /** Spike counts of a presentation, {@code [N, pixels]}. */
  private record Shown(Tensor input, Tensor output) {}

  private Shown show(Tensor images, int batch) {
    PoissonInput input = input(images, PoissonInput.UNSEEN + batch);
    Tensor rows = images.flatten(1, -1);
    Tensor shown = zeros_like(rows);
    Tensor answered = zeros_like(rows);
    network.run(
        images.size(0),
        settings.timeSteps(),
        t -> {
          Tensor spikes = input.at(t);
          shown.add_(spikes);
          return spikes;
        },
        answered::add_);
    return new Shown(shown, answered);
  }

  @Override
  protected Tensor reconstruct(Tensor images, int batch) {
    float[] values = TensorMemory.floats(show(images, batch).output);
    int pixels = image().values();
    for (int at = 0; at < values.length; at += pixels) {
      float[] counts = Arrays.copyOfRange(values, at, at + pixels);
      System.arraycopy(Brightness.ofCounts(counts), 0, values, at, pixels);
    }
    return TensorMemory.tensor(values, TensorMemory.shape(images));
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    LeakyNeuron neuron = settings.neuron();
    return new LeakyExporter(
            Weights.of(state()), settings.timeSteps(), neuron.decay(), neuron.threshold(), storage)
        .autoencoder(image());
  }
}
