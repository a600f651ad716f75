package io.spikelet.training.family.fsvae;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.AlternativesSampler;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.FsvaeExporter;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.VariationalTraining;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Trains an {@link FsvaeNetwork}. */
final class FsvaeTraining extends VariationalTraining {

  /** Scheduled sampling at the start of a run, and what is added until its end. */
  private static final double FEEDBACK_START = 0.1;

  private static final double FEEDBACK_RISE = 0.2;

  private final FsvaeSettings settings;
  private final int seed;
  private final FsvaeNetwork network;

  private FsvaeTraining(
      FsvaeSettings settings, TrainingPlan plan, ImageSpec image, FsvaeNetwork network) {
    super(image, network.state(), plan.validationImages());
    this.settings = settings;
    this.seed = plan.seed();
    this.network = network;
  }

  static FsvaeTraining create(FsvaeSettings settings, TrainingPlan plan, int channels) {
    int size = settings.imageSize();
    BackboneShape shape =
        BackboneShape.published(channels, size, settings.latentSize(), settings.timeSteps());
    FsvaeNetwork network =
        fresh(
            plan.seed(),
            () -> new FsvaeNetwork(shape, settings.alternatives()),
            FsvaeNetwork::state);
    ImageSpec image = new ImageSpec(channels, size, size, ValueRange.SIGNED_UNIT);
    return new FsvaeTraining(settings, plan, image, network);
  }

  @Override
  protected void start(NamedWeights published, Tensor images) {
    network.start(published, images, choices(settings.timeSteps(), images.size(0), stream(0)));
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    FsvaeNetwork.Outcome outcome = network.step(batch.images(), noise(batch), settings.distance());
    return Map.of(
        "loss", outcome.loss(),
        "reconstruction_loss", outcome.reconstructionLoss(),
        "latent_distance", outcome.distance());
  }

  @Override
  protected Tensor samples(int count) {
    Tensor choices = choices(settings.timeSteps(), count, stream(0));
    return network.decode(network.prior().generate(choices));
  }

  @Override
  protected Tensor reconstruct(Tensor images, int batch) {
    Tensor choices = choices(settings.timeSteps(), images.size(0), stream(batch));
    return network.decode(network.posterior(images, choices).spikes());
  }

  private FsvaeNetwork.Noise noise(Batch batch) {
    RandomStream stream = stream(batch.step());
    int timeSteps = settings.schedule().at(batch.completed());
    int samples = Math.toIntExact(batch.images().size(0));
    int latent = settings.latentSize();
    float[] normals = stream.normals(Purpose.FEEDBACK_NORMAL, timeSteps * samples * latent);
    return new FsvaeNetwork.Noise(
        choices(timeSteps, samples, stream),
        new Prior.Feedback(
            FEEDBACK_START + FEEDBACK_RISE * batch.completed(),
            stream.uniforms(Purpose.SCHEDULED_SAMPLING, timeSteps),
            TensorMemory.tensor(normals, timeSteps, samples, latent)));
  }

  /** Integers 0 to k-1, {@code [T, N, D]}; the neurons of a batch share one stream. */
  private Tensor choices(int timeSteps, long batchSize, RandomStream stream) {
    int samples = Math.toIntExact(batchSize);
    int neurons = samples * settings.latentSize();
    AlternativesSampler sampler =
        AlternativesSampler.of(stream, timeSteps, neurons, settings.alternatives());
    float[] numbers = new float[timeSteps * neurons];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = sampler.choice(i / neurons, i % neurons);
    }
    return TensorMemory.tensor(numbers, timeSteps, samples, settings.latentSize())
        .to(ScalarType.Long);
  }

  private RandomStream stream(long number) {
    return RandomStream.of(new ImageSeed(seed, number));
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return FsvaeExporter.export(Weights.of(state()), settings.timeSteps(), storage);
  }
}
