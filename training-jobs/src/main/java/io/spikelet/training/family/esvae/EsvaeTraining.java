package io.spikelet.training.family.esvae;

import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.export.EsvaeExporter;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.VariationalTraining;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Trains an {@link EsvaeNetwork}. */
final class EsvaeTraining extends VariationalTraining {

  private final EsvaeSettings settings;
  private final int seed;
  private final EsvaeNetwork network;

  private EsvaeTraining(
      EsvaeSettings settings, TrainingPlan plan, ImageSpec image, EsvaeNetwork network) {
    super(image, network.state(), plan.validationImages());
    this.settings = settings;
    this.seed = plan.seed();
    this.network = network;
  }

  static EsvaeTraining create(EsvaeSettings settings, TrainingPlan plan, int channels) {
    int size = settings.imageSize();
    BackboneShape shape =
        BackboneShape.published(channels, size, settings.latentSize(), settings.timeSteps());
    EsvaeNetwork network = fresh(plan.seed(), () -> new EsvaeNetwork(shape), EsvaeNetwork::state);
    ImageSpec image = new ImageSpec(channels, size, size, ValueRange.SIGNED_UNIT);
    return new EsvaeTraining(settings, plan, image, network);
  }

  @Override
  protected void start(NamedWeights published, Tensor images) {
    EsvaeNetwork.Noise noise = noise(settings.timeSteps(), images.size(0), 0);
    network.start(published, images, noise.uniforms());
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    int timeSteps = settings.schedule().at(batch.completed());
    EsvaeNetwork.Noise noise = noise(timeSteps, batch.images().size(0), batch.step());
    EsvaeNetwork.Outcome outcome = network.step(batch.images(), noise, settings.mmdWeight());
    return Map.of(
        "loss", outcome.loss(),
        "reconstruction_loss", outcome.reconstructionLoss(),
        "mmd", outcome.mmd());
  }

  @Override
  protected Tensor samples(int count) {
    EsvaeNetwork.Noise noise = noise(settings.timeSteps(), count, 0);
    return network.decode(network.priorRates(noise.priorNormals()), noise.uniforms());
  }

  @Override
  protected Tensor reconstruct(Tensor images, int batch) {
    EsvaeNetwork.Noise noise = noise(settings.timeSteps(), images.size(0), batch);
    return network.decode(network.posteriorRates(images), noise.uniforms());
  }

  private EsvaeNetwork.Noise noise(int timeSteps, long batchSize, long number) {
    RandomStream stream = RandomStream.of(new ImageSeed(seed, number));
    int samples = Math.toIntExact(batchSize);
    int latent = settings.latentSize();
    float[] uniforms = stream.uniforms(Purpose.LATENT_SPIKES, timeSteps * samples * latent);
    float[] normals = stream.normals(Purpose.PRIOR_NORMAL, samples * latent);
    return new EsvaeNetwork.Noise(
        TensorMemory.tensor(uniforms, timeSteps, samples, latent),
        TensorMemory.tensor(normals, samples, latent));
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return EsvaeExporter.export(Weights.of(state()), settings.timeSteps(), storage);
  }
}
