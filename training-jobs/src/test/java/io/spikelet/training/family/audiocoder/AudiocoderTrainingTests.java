package io.spikelet.training.family.audiocoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.spike.SpikeTrain;
import io.spikelet.training.export.LeakyExporter;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.export.Unpublished;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.pairing.DigitExamples;
import io.spikelet.training.pairing.Pairing;
import io.spikelet.training.pairing.Pairs;
import io.spikelet.training.pairing.StillImages;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import io.spikelet.training.trainer.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link AudiocoderTraining}, with an autoencoder of random weights. */
class AudiocoderTrainingTests {

  private static final int CHANNELS = 6;
  private static final int FRAMES = 8;
  private static final int HIDDEN = 12;
  private static final int KEPT = 4;

  @TempDir private Path directory;
  private final ModelPackage autoencoder = autoencoder();

  @BeforeEach
  void writeImages() throws IOException {
    DigitExamples.writeImages(directory);
  }

  @Test
  void learnsTheHiddenSpikesOfThePairedImages() {
    try (Trainable network = network("");
        PointerScope _ = new PointerScope()) {
      double before = wrong(network, 0);
      double last = before;
      for (int step = 1; step < 80; step++) {
        last = wrong(network, step);
      }
      assertThat(last).isLessThan(0.8 * before);
    }
  }

  @Test
  void lessonIsThePublishedHiddenSpikesOfThePairedImage() {
    try (PointerScope _ = new PointerScope()) {
      assertThat(shape(lessons(Pairing.PER_DIGIT))).containsExactly(KEPT, 4, HIDDEN);
      float[] perDigit = TensorMemory.floats(lessons(Pairing.PER_DIGIT));
      float[] perUtterance = TensorMemory.floats(lessons(Pairing.PER_UTTERANCE));
      // Sounds 0 and 2 of the batch are of one digit, 0 and 1 are not.
      assertThat(lesson(perDigit, 0)).containsExactly(lesson(perDigit, 2));
      assertThat(lesson(perDigit, 0)).isNotEqualTo(lesson(perDigit, 1));
      assertThat(lesson(perUtterance, 0)).isNotEqualTo(lesson(perUtterance, 2));
    }
  }

  @Test
  void exportedPackageListens() {
    try (Trainable network = network("");
        ImageModel model =
            ModelLoader.load(
                Unpublished.of(
                    ModelFamily.AUDIOCODER, network.export(WeightStorage.FLOAT32), Map.of()))) {
      Sound sound = Sound.of(new float[] {0.1f, -0.3f, 0.5f, 0.2f, -0.6f, 0.4f}, 8_000);
      SoundTask task = new SoundTask(sound, new ImageSeed(1, 0));
      SoundImage heard = model.audioToImage(List.of(task)).getFirst();
      assertThat(heard.drawn().image().height()).isEqualTo(28);
      assertThat(heard.spectrogram().height()).isEqualTo(CHANNELS);
      assertThat(heard.spectrogram().width()).isEqualTo(FRAMES);
      SpikeTrain hidden = heard.hidden().orElseThrow();
      assertThat(hidden.timeSteps()).isEqualTo(10);
      assertThat(hidden.neurons()).isEqualTo(HIDDEN);
    }
  }

  @Test
  void autoencoderIsPinnedAndChecked() {
    Settings settings = settings("");
    try (Trainable _ = create(settings, autoencoder)) {
      assertThat(settings.inForce()).containsEntry("autoencoder", autoencoder.ref().toString());
    }
    assertThatThrownBy(() -> create(settings(""), TestPackages.esvae()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("setting autoencoder must name a spiking-autoencoder, but")
        .hasMessageContaining("is of family esvae");
    assertThatThrownBy(() -> network("kept-steps=7"))
        .hasMessageContaining("setting kept-steps must be at most 6");
  }

  private static double wrong(Trainable network, int step) {
    return network.step(batch(step)).getOrDefault("wrong_spikes", Double.NaN);
  }

  private Tensor lessons(Pairing pairing) {
    StillImages images = new StillImages(IntStream.range(0, 60).map(i -> 4 * i).toArray(), 10);
    Pairs pairs = new Pairs(images, DigitExamples.DIGITS, pairing, 3);
    try (Lessons lessons = new Lessons(autoencoder, pairs, KEPT, 3)) {
      return lessons.of(batch(0));
    }
  }

  private static long[] shape(Tensor tensor) {
    return TensorMemory.shape(tensor);
  }

  private static float[] lesson(float[] lessons, int sample) {
    float[] own = new float[KEPT * HIDDEN];
    for (int t = 0; t < KEPT; t++) {
      System.arraycopy(lessons, (t * 4 + sample) * HIDDEN, own, t * HIDDEN, HIDDEN);
    }
    return own;
  }

  private static Batch batch(int step) {
    return DigitExamples.batch(CHANNELS, FRAMES, step);
  }

  private Trainable network(String more) {
    return create(settings(more), autoencoder);
  }

  private Trainable create(Settings settings, ModelPackage published) {
    Audiocoder family = new Audiocoder();
    TrainingPlan plan = TrainingPlan.from(Settings.none(), family.learningRate(settings));
    return family.create(settings, plan, new Surroundings(1, DigitExamples.DIGITS, _ -> published));
  }

  private Settings settings(String more) {
    return Settings.parse(
        """
        channel-step=2
        channels=%d
        frames=%d
        hidden-size=30
        time-steps=10
        kept-steps=%d
        images=mnist:%s
        %s
        """
            .formatted(CHANNELS, FRAMES, KEPT, directory, more));
  }

  /** Of 28x28 images, 12 hidden neurons and 6 time steps. */
  private static ModelPackage autoencoder() {
    NamedWeights weights =
        new NamedWeights(
            Map.of(
                "encoder.0.weight", random(HIDDEN, 784, 0.02f),
                "decoder.0.weight", random(784, HIDDEN, 0.5f)));
    return Unpublished.of(
        ModelFamily.SPIKING_AUTOENCODER,
        new LeakyExporter(weights, 6, 0.9f, 1, WeightStorage.FLOAT32)
            .autoencoder(new ImageSpec(1, 28, 28, ValueRange.UNIT)),
        Map.of("leak", "0.1", "threshold", "1"));
  }

  private static WeightArray random(int rows, int columns, float width) {
    Random random = new Random(rows);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = width * (random.nextFloat() - 0.3f);
    }
    return new WeightArray(new long[] {rows, columns}, values);
  }
}
