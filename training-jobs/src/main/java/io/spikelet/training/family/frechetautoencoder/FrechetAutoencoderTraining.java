package io.spikelet.training.family.frechetautoencoder;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.FrechetAutoencoderExporter;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.trainer.AutoencoderTraining;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Trains a {@link FrechetAutoencoderNetwork}. */
final class FrechetAutoencoderTraining extends AutoencoderTraining {

  private final FrechetAutoencoderNetwork network;

  private FrechetAutoencoderTraining(
      TrainingPlan plan, ImageSpec image, FrechetAutoencoderNetwork network) {
    super(image, network.state(), plan.validationImages());
    this.network = network;
  }

  static FrechetAutoencoderTraining create(
      FrechetAutoencoderSettings settings, TrainingPlan plan, int channels) {
    int size = settings.imageSize();
    BackboneShape shape = BackboneShape.published(channels, size, settings.latentSize(), 1);
    FrechetAutoencoderNetwork network =
        fresh(
            plan.seed(),
            () -> new FrechetAutoencoderNetwork(shape),
            FrechetAutoencoderNetwork::state);
    ImageSpec image = new ImageSpec(channels, size, size, ValueRange.SIGNED_UNIT);
    return new FrechetAutoencoderTraining(plan, image, network);
  }

  @Override
  public void start(NamedWeights published, ImageSet images) {
    network.start(published, calibration(images));
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    return Map.of("loss", network.step(batch.images()).loss());
  }

  @Override
  protected Tensor reconstruct(Tensor images, int batch) {
    return network.decode(network.features(images, Mode.EVALUATE));
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return FrechetAutoencoderExporter.export(Weights.of(state()), storage);
  }
}
