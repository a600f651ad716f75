package io.spikelet.training.family.esvae;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.EsvaeExporter;
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

/** Trains an {@link EsvaeNetwork}. */
final class EsvaeTraining implements Trainable {

  private static final int PICTURES = 64;
  private static final int CALIBRATION_BATCH = 256;

  private final EsvaeSettings settings;
  private final EsvaeNetwork network;
  private final ImageTensors tensors;

  EsvaeTraining(EsvaeSettings settings, int channels) {
    torch.manual_seed(settings.seed());
    this.settings = settings;
    int size = settings.imageSize();
    this.tensors = new ImageTensors(new ImageSpec(channels, size, size, ValueRange.SIGNED_UNIT));
    BackboneShape shape =
        BackboneShape.published(channels, size, settings.latentSize(), settings.timeSteps());
    try (PointerScope _ = new PointerScope()) {
      this.network = new EsvaeNetwork(shape);
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
    EsvaeNetwork.Noise noise =
        noise(settings.timeSteps(), count, new ImageSeed(settings.seed(), 0));
    network.start(published, tensors.load(images, 0, count), noise.uniforms());
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    int samples = Math.toIntExact(batch.images().size(0));
    int timeSteps = settings.timeSteps(batch.completed());
    EsvaeNetwork.Noise noise =
        noise(timeSteps, samples, new ImageSeed(settings.seed(), batch.step()));
    EsvaeNetwork.Outcome outcome = network.step(batch.images(), noise, settings.mmdWeight());
    return Map.of(
        "loss", outcome.loss(),
        "reconstruction_loss", outcome.reconstructionLoss(),
        "mmd", outcome.mmd());
  }

  @Override
  public Map<String, Double> validate(ImageSet images) {
    int count = Math.min(settings.validationImages(), images.size());
    return Map.of("validation_mse", tensors.meanSquaredError(images, count, this::reconstruct));
  }

  @Override
  public Map<String, Image> pictures(ImageSet images) {
    EsvaeNetwork.Noise noise =
        noise(settings.timeSteps(), PICTURES, new ImageSeed(settings.seed(), 0));
    Tensor samples = network.decode(network.priorRates(noise.priorNormals()), noise.uniforms());
    return Map.of(
        "samples", tensors.sheet(samples),
        "reconstructions", tensors.pairs(images, PICTURES / 2, this::reconstruct));
  }

  private Tensor reconstruct(Tensor images, int batch) {
    EsvaeNetwork.Noise noise =
        noise(
            settings.timeSteps(),
            Math.toIntExact(images.size(0)),
            new ImageSeed(settings.seed(), batch));
    return network.decode(network.posteriorRates(images), noise.uniforms());
  }

  private EsvaeNetwork.Noise noise(int timeSteps, int samples, ImageSeed seed) {
    RandomStream stream = RandomStream.of(seed);
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

  @Override
  public void close() {
    network.state().release();
  }
}
