package io.spikelet.training.family.annautoencoder;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.MeanSquaredError;
import io.spikelet.runtime.image.NormalisedError;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.SigmoidExporter;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.SigmoidLayer;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.perceptron.Perceptron;
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
 * Trains an ordinary autoencoder, which learns to give back what it is shown.
 *
 * <pre>image [N, 784] in [0, 1] -&gt; encoder.0 -&gt; decoder.0, image' in (0, 1)</pre>
 *
 * <p>Source: what the spiking autoencoder (2019) is compared with.
 */
final class AnnAutoencoderTraining extends AutoencoderTraining {

  private static final int VALIDATION_BATCH = 100;

  private final AnnAutoencoderSettings settings;
  private final Perceptron network;

  private AnnAutoencoderTraining(
      AnnAutoencoderSettings settings, TrainingPlan plan, ImageSpec image, Perceptron network) {
    super(image, network.state(), plan.validationImages());
    this.settings = settings;
    this.network = network;
  }

  static AnnAutoencoderTraining create(
      AnnAutoencoderSettings settings, TrainingPlan plan, int channels) {
    int side = settings.imageSize();
    ImageSpec image = new ImageSpec(channels, side, side, ValueRange.UNIT);
    int hidden = settings.hiddenSize();
    Perceptron network =
        fresh(
            plan.seed(),
            () ->
                new Perceptron(
                    new SigmoidLayer("encoder.0", image.values(), hidden),
                    new SigmoidLayer("decoder.0", hidden, image.values())),
            Perceptron::state);
    return new AnnAutoencoderTraining(settings, plan, image, network);
  }

  @Override
  public Optimiser optimiser(TrainingPlan plan) {
    return settings.method().of(state(), plan.weightDecay());
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    Tensor rows = rows(batch.images());
    return Map.of("loss", network.step(rows, rows).loss());
  }

  /** Row-major whatever the layout in memory. */
  private static Tensor rows(Tensor images) {
    return images.flatten(1, -1);
  }

  /** Beside the pixels' error the paper's, where brightness and contrast do not count. */
  @Override
  public Map<String, Double> validate(ImageSet set) {
    int count = validationImages(set);
    double[] errors = new double[2];
    for (int from = 0; from < count; from += VALIDATION_BATCH) {
      try (PointerScope _ = new PointerScope()) {
        Tensor images = tensors().load(set, from, Math.min(VALIDATION_BATCH, count - from));
        add(TensorMemory.floats(reconstruct(images, from)), TensorMemory.floats(images), errors);
      }
    }
    return Map.of(
        "validation_mse", errors[0] / count,
        "validation_normalised_mse", errors[1] / count);
  }

  private void add(float[] answered, float[] shown, double[] errors) {
    int pixels = image().values();
    for (int at = 0; at < shown.length; at += pixels) {
      float[] answer = Arrays.copyOfRange(answered, at, at + pixels);
      float[] original = Arrays.copyOfRange(shown, at, at + pixels);
      errors[0] += MeanSquaredError.of(answer, original);
      errors[1] += NormalisedError.of(answer, original);
    }
  }

  @Override
  protected Tensor reconstruct(Tensor images, int batch) {
    return network.forward(rows(images)).view_as(images);
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return new SigmoidExporter(Weights.of(state()), storage).autoencoder(image());
  }
}
