package io.spikelet.training.family.annvae;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.export.AnnVaeExporter;
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

/** Trains an {@link AnnVaeNetwork}. */
final class AnnVaeTraining extends VariationalTraining {

  private final AnnVaeSettings settings;
  private final int seed;
  private final AnnVaeNetwork network;

  private AnnVaeTraining(
      AnnVaeSettings settings, TrainingPlan plan, ImageSpec image, AnnVaeNetwork network) {
    super(image, network.state(), plan.validationImages());
    this.settings = settings;
    this.seed = plan.seed();
    this.network = network;
  }

  static AnnVaeTraining create(AnnVaeSettings settings, TrainingPlan plan, int channels) {
    int size = settings.imageSize();
    BackboneShape shape = BackboneShape.published(channels, size, settings.latentSize(), 1);
    AnnVaeNetwork network =
        fresh(plan.seed(), () -> new AnnVaeNetwork(shape), AnnVaeNetwork::state);
    ImageSpec image = new ImageSpec(channels, size, size, ValueRange.SIGNED_UNIT);
    return new AnnVaeTraining(settings, plan, image, network);
  }

  @Override
  protected void start(NamedWeights published, Tensor images) {
    network.start(published, images, noise(Purpose.POSTERIOR_NORMAL, images.size(0), 0));
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    Tensor noise = noise(Purpose.POSTERIOR_NORMAL, batch.images().size(0), batch.step());
    AnnVaeNetwork.Outcome outcome = network.step(batch.images(), noise, settings.kldWeight());
    return Map.of(
        "loss", outcome.loss(),
        "reconstruction_loss", outcome.reconstructionLoss(),
        "kld", outcome.divergence());
  }

  @Override
  protected Tensor samples(int count) {
    return network.decode(noise(Purpose.PRIOR_NORMAL, count, 0));
  }

  @Override
  protected Tensor reconstruct(Tensor images, int batch) {
    Tensor noise = noise(Purpose.POSTERIOR_NORMAL, images.size(0), batch);
    return network.decode(network.posterior(images).sample(noise));
  }

  private Tensor noise(Purpose purpose, long samples, long number) {
    RandomStream stream = RandomStream.of(new ImageSeed(seed, number));
    int values = Math.toIntExact(samples * settings.latentSize());
    return TensorMemory.tensor(stream.normals(purpose, values), samples, settings.latentSize());
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return AnnVaeExporter.export(Weights.of(state()), storage);
  }
}
