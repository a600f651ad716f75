package io.spikelet.training.family.annaudiocoder;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.SigmoidExporter;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.SigmoidLayer;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.pairing.ListeningTraining;
import io.spikelet.training.pairing.Pairs;
import io.spikelet.training.pairing.PublishedAutoencoder;
import io.spikelet.training.perceptron.Perceptron;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.PackageSource;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains an ordinary audiocoder: from the picture of a sound over frequency and time, two layers of
 * sigmoid neurons learn to give the hidden values that an autoencoder has for the image that the
 * sound is paired with.
 *
 * <pre>cochleagram [N, 39*40] -&gt; audio.0 -&gt; audio.1, image' = decoder of the autoencoder
 * </pre>
 *
 * <p>Source: what the audiocoder (2019) is compared with.
 */
final class AnnAudiocoderTraining extends ListeningTraining {

  private final AnnAudiocoderSettings settings;
  private final PublishedAutoencoder autoencoder;
  private final LoadedAutoencoder loaded;
  private final Lessons lessons;
  private final Perceptron network;

  private AnnAudiocoderTraining(
      AnnAudiocoderSettings settings,
      TrainingPlan plan,
      PublishedAutoencoder autoencoder,
      Pairs pairs,
      PackageSource packages) {
    super(settings.listening(), plan, pairs, packages);
    this.settings = settings;
    this.autoencoder = autoencoder;
    this.loaded = new LoadedAutoencoder(autoencoder.published());
    this.lessons = new Lessons(loaded, autoencoder.image(), pairs, settings.hiddenBits());
    torch.manual_seed(plan.seed());
    try (PointerScope _ = new PointerScope()) {
      this.network = network(settings, autoencoder.hiddenSize());
      network.state().retain();
    }
  }

  /** Takes the settings; the autoencoder is pinned to the package that it is now. */
  static Trainable create(Settings given, TrainingPlan plan, Surroundings surroundings) {
    PublishedAutoencoder autoencoder =
        PublishedAutoencoder.pinned(given, surroundings.packages(), ModelFamily.ANN_AUTOENCODER);
    AnnAudiocoderSettings settings = AnnAudiocoderSettings.from(given);
    Pairs pairs =
        Pairs.open(settings.listening(), autoencoder.image(), surroundings.labels(), plan.seed());
    return new AnnAudiocoderTraining(settings, plan, autoencoder, pairs, surroundings.packages());
  }

  private static Perceptron network(AnnAudiocoderSettings settings, int outputs) {
    int inputs = settings.listening().frontEnd().values();
    return new Perceptron(
        new SigmoidLayer("audio.0", inputs, settings.hiddenSize()),
        new SigmoidLayer("audio.1", settings.hiddenSize(), outputs));
  }

  @Override
  public State state() {
    return network.state();
  }

  @Override
  public Optimiser optimiser(TrainingPlan plan) {
    return settings.method().of(state(), plan.weightDecay());
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    Tensor heard = batch.images().flatten(1, -1);
    return Map.of("loss", network.step(heard, lessons.of(batch)).loss());
  }

  @Override
  protected List<float[]> synthesise(ImageSet sounds, int[] indices) {
    int size = autoencoder.hiddenSize();
    try (PointerScope _ = new PointerScope()) {
      float[] values = TensorMemory.floats(network.forward(load(sounds, indices)));
      List<float[]> hidden =
          IntStream.range(0, indices.length)
              .mapToObj(k -> Arrays.copyOfRange(values, k * size, (k + 1) * size))
              .toList();
      return loaded.images(hidden).stream().map(Image::pixels).toList();
    }
  }

  @Override
  protected Image drawn(float[] pixels) {
    ImageSpec of = autoencoder.image();
    return Image.of(of.channels(), of.height(), of.width(), pixels, of.range());
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return new SigmoidExporter(Weights.of(state()), storage)
        .audiocoder(
            settings.listening().frontEnd(),
            autoencoder.decoder(),
            autoencoder.decoderLayers(1),
            autoencoder.image());
  }

  @Override
  public void close() {
    network.state().release();
    loaded.close();
    super.close();
  }
}
