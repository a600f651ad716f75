package io.spikelet.training.family.fsvae;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.FsvaeExporter;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.ImageTensors;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.Weights;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Trains an {@link FsvaeNetwork}. */
final class FsvaeTraining implements Trainable {

  private static final int PICTURES = 64;
  private static final int CALIBRATION_BATCH = 256;

  /** Scheduled sampling at the start of a run, and what is added until its end. */
  private static final double FEEDBACK_START = 0.1;

  private static final double FEEDBACK_RISE = 0.2;

  private final FsvaeSettings settings;
  private final FsvaeNetwork network;
  private final ImageTensors tensors;

  FsvaeTraining(FsvaeSettings settings, int channels) {
    torch.manual_seed(settings.seed());
    this.settings = settings;
    int size = settings.imageSize();
    this.tensors = new ImageTensors(new ImageSpec(channels, size, size, ValueRange.SIGNED_UNIT));
    BackboneShape shape =
        BackboneShape.published(channels, size, settings.latentSize(), settings.timeSteps());
    try (PointerScope _ = new PointerScope()) {
      this.network = new FsvaeNetwork(shape, settings.alternatives());
      network.state().retain();
    }
  }

  @Override
  public State state() {
    return network.state();
  }

  @Override
  public ImageSpec image() {
    return tensors.spec();
  }

  @Override
  public void start(NamedWeights published, ImageSet images) {
    int count = Math.min(CALIBRATION_BATCH, images.size());
    Tensor choices = choices(settings.timeSteps(), count, stream(0));
    network.start(published, tensors.load(images, 0, count), choices);
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    int timeSteps = settings.timeSteps(batch.completed());
    FsvaeNetwork.Noise noise = noise(timeSteps, Math.toIntExact(batch.images().size(0)), batch);
    FsvaeNetwork.Outcome outcome = network.step(batch.images(), noise, settings.distance());
    return Map.of(
        "loss", outcome.loss(),
        "reconstruction_loss", outcome.reconstructionLoss(),
        "latent_distance", outcome.distance());
  }

  @Override
  public Map<String, Double> validate(ImageSet images) {
    int count = Math.min(settings.validationImages(), images.size());
    return Map.of("validation_mse", tensors.meanSquaredError(images, count, this::reconstruct));
  }

  @Override
  public Map<String, Image> pictures(ImageSet images) {
    Tensor choices = choices(settings.timeSteps(), PICTURES, stream(0));
    Tensor samples = network.decode(network.prior().generate(choices));
    return Map.of(
        "samples", tensors.sheet(samples),
        "reconstructions", tensors.pairs(images, PICTURES / 2, this::reconstruct));
  }

  private Tensor reconstruct(Tensor images, int batch) {
    int samples = Math.toIntExact(images.size(0));
    Tensor choices = choices(settings.timeSteps(), samples, stream(batch));
    return network.decode(network.posterior(images, choices).spikes());
  }

  private FsvaeNetwork.Noise noise(int timeSteps, int samples, Batch batch) {
    RandomStream stream = stream(batch.step());
    int latent = settings.latentSize();
    float[] normals = stream.normals(Purpose.FEEDBACK_NORMAL, timeSteps * samples * latent);
    return new FsvaeNetwork.Noise(
        choices(timeSteps, samples, stream),
        new Prior.Feedback(
            FEEDBACK_START + FEEDBACK_RISE * batch.completed(),
            stream.uniforms(Purpose.SCHEDULED_SAMPLING, timeSteps),
            TensorMemory.tensor(normals, timeSteps, samples, latent)));
  }

  /** Integers 0 to k-1, {@code [T, N, D]}. */
  private Tensor choices(int timeSteps, int samples, RandomStream stream) {
    int latent = settings.latentSize();
    float[] numbers = stream.uniforms(Purpose.LATENT_SPIKES, timeSteps * samples * latent);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (int) (numbers[i] * settings.alternatives());
    }
    return TensorMemory.tensor(numbers, timeSteps, samples, latent).to(ScalarType.Long);
  }

  private RandomStream stream(long number) {
    return RandomStream.of(new ImageSeed(settings.seed(), number));
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return FsvaeExporter.export(Weights.of(state()), settings.timeSteps(), storage);
  }

  @Override
  public void close() {
    network.state().release();
  }
}
