package io.spikelet.training.family.annvae;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.AnnVaeExporter;
import io.spikelet.training.export.ExportedNetwork;
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

/** Trains an {@link AnnVaeNetwork}. */
final class AnnVaeTraining implements Trainable {

  private static final int PICTURES = 64;
  private static final int CALIBRATION_BATCH = 256;

  private final AnnVaeSettings settings;
  private final AnnVaeNetwork network;
  private final ImageTensors tensors;

  AnnVaeTraining(AnnVaeSettings settings, int channels) {
    torch.manual_seed(settings.seed());
    this.settings = settings;
    int size = settings.imageSize();
    this.tensors = new ImageTensors(new ImageSpec(channels, size, size, ValueRange.SIGNED_UNIT));
    BackboneShape shape = BackboneShape.published(channels, size, settings.latentSize(), 1);
    try (PointerScope _ = new PointerScope()) {
      this.network = new AnnVaeNetwork(shape);
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
    Tensor noise = noise(Purpose.POSTERIOR_NORMAL, count, 0);
    network.start(published, tensors.load(images, 0, count), noise);
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    int samples = Math.toIntExact(batch.images().size(0));
    Tensor noise = noise(Purpose.POSTERIOR_NORMAL, samples, batch.step());
    AnnVaeNetwork.Outcome outcome = network.step(batch.images(), noise, settings.kldWeight());
    return Map.of(
        "loss", outcome.loss(),
        "reconstruction_loss", outcome.reconstructionLoss(),
        "kld", outcome.divergence());
  }

  @Override
  public Map<String, Double> validate(ImageSet images) {
    int count = Math.min(settings.validationImages(), images.size());
    return Map.of("validation_mse", tensors.meanSquaredError(images, count, this::reconstruct));
  }

  @Override
  public Map<String, Image> pictures(ImageSet images) {
    Tensor samples = network.decode(noise(Purpose.PRIOR_NORMAL, PICTURES, 0));
    return Map.of(
        "samples", tensors.sheet(samples),
        "reconstructions", tensors.pairs(images, PICTURES / 2, this::reconstruct));
  }

  private Tensor reconstruct(Tensor images, int batch) {
    Tensor noise = noise(Purpose.POSTERIOR_NORMAL, Math.toIntExact(images.size(0)), batch);
    return network.decode(network.posterior(images).sample(noise));
  }

  private Tensor noise(Purpose purpose, int samples, long index) {
    int latent = settings.latentSize();
    RandomStream stream = RandomStream.of(new ImageSeed(settings.seed(), index));
    return TensorMemory.tensor(stream.normals(purpose, samples * latent), samples, latent);
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return AnnVaeExporter.export(Weights.of(state()), storage);
  }

  @Override
  public void close() {
    network.state().release();
  }
}
