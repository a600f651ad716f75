package io.spikelet.training.family.esvae;

import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.backbone.BackboneShape;
import io.spikelet.training.dataset.BatchFiller;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.EsvaeExporter;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Trains an {@link EsvaeNetwork}. */
final class EsvaeTraining implements Trainable {

  private static final ValueRange RANGE = new ValueRange(-1, 1);
  private static final int PICTURES = 64;
  private static final int VALIDATION_BATCH = 100;
  private static final int CALIBRATION_BATCH = 256;

  private final EsvaeSettings settings;
  private final EsvaeNetwork network;

  EsvaeTraining(EsvaeSettings settings, int channels) {
    torch.manual_seed(settings.seed());
    this.settings = settings;
    BackboneShape shape =
        BackboneShape.published(
            channels, settings.imageSize(), settings.latentSize(), settings.timeSteps());
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
    BackboneShape shape = network.shape();
    return new ImageSpec(shape.imageChannels(), shape.imageSize(), shape.imageSize(), RANGE);
  }

  @Override
  public void start(NamedWeights published, ImageSet images) {
    int count = Math.min(CALIBRATION_BATCH, images.size());
    EsvaeNetwork.Noise noise =
        noise(settings.timeSteps(), count, new ImageSeed(settings.seed(), 0));
    network.start(published, load(images, 0, count), noise.uniforms());
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
    double sum = 0;
    for (int from = 0; from < count; from += VALIDATION_BATCH) {
      try (PointerScope _ = new PointerScope()) {
        Tensor originals = load(images, from, Math.min(VALIDATION_BATCH, count - from));
        Tensor error = reconstruct(originals, from).sub(originals);
        sum += error.square().mean().item_double() * originals.size(0);
      }
    }
    return Map.of("validation_mse", sum / count);
  }

  @Override
  public Map<String, Image> pictures(ImageSet images) {
    Tensor originals = load(images, 0, PICTURES / 2);
    List<Image> pairs = new ArrayList<>();
    List<Image> left = split(originals);
    List<Image> right = split(reconstruct(originals, 0));
    for (int i = 0; i < left.size(); i++) {
      pairs.add(left.get(i));
      pairs.add(right.get(i));
    }
    EsvaeNetwork.Noise noise =
        noise(settings.timeSteps(), PICTURES, new ImageSeed(settings.seed(), 0));
    Tensor rates = network.priorRates(noise.priorNormals());
    List<Image> samples = split(network.decode(rates, noise.uniforms()));
    return Map.of("samples", ContactSheet.of(samples), "reconstructions", ContactSheet.of(pairs));
  }

  private Tensor reconstruct(Tensor images, int batch) {
    EsvaeNetwork.Noise noise =
        noise(
            settings.timeSteps(),
            Math.toIntExact(images.size(0)),
            new ImageSeed(settings.seed(), batch));
    return network.decode(network.posteriorRates(images), noise.uniforms());
  }

  private Tensor load(ImageSet images, int from, int count) {
    BatchFiller filler = BatchFiller.plain(images, RANGE);
    float[] pixels = new float[count * filler.pixelCount()];
    filler.fill(IntStream.range(0, images.size()).toArray(), from, count, 0, pixels);
    return TensorMemory.tensor(pixels, count, images.channels(), images.height(), images.width());
  }

  private List<Image> split(Tensor images) {
    ImageSpec spec = image();
    int size = spec.channels() * spec.height() * spec.width();
    float[] values = TensorMemory.floats(images);
    return IntStream.range(0, values.length / size)
        .mapToObj(i -> Arrays.copyOfRange(values, i * size, (i + 1) * size))
        .map(pixels -> Image.of(spec.channels(), spec.height(), spec.width(), pixels, RANGE))
        .toList();
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
