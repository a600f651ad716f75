package io.spikelet.training.family.annaudiocoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.export.ExportedNetwork;
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
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import io.spikelet.training.trainer.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link AnnAudiocoderTraining}, with an autoencoder of random weights. */
class AnnAudiocoderTrainingTests {

  private static final int CHANNELS = 6;
  private static final int FRAMES = 8;

  @TempDir private Path directory;
  private final ModelPackage autoencoder = TestPackages.pull(TestPackages.ANN_AUTOENCODER);

  @BeforeEach
  void writeImages() throws IOException {
    DigitExamples.writeImages(directory);
  }

  @Test
  void learnsTheHiddenValuesOfThePairedImages() {
    Settings settings = settings("");
    TrainingPlan plan = plan(settings);
    try (Trainable network = create(settings, autoencoder);
        Optimiser optimiser = network.optimiser(plan);
        PointerScope _ = new PointerScope()) {
      double before = loss(network);
      for (int step = 0; step < 300; step++) {
        optimiser.step(plan.learningRate());
        loss(network);
      }
      assertThat(loss(network)).isLessThan(0.7 * before);
    }
  }

  private static double loss(Trainable network) {
    return network.step(batch(0)).getOrDefault("loss", Double.NaN);
  }

  @Test
  void lessonIsThePublishedHiddenLayerOfThePairedImage() {
    float[] perDigit = lessons(Pairing.PER_DIGIT, 0);
    float[] perUtterance = lessons(Pairing.PER_UTTERANCE, 0);
    // Sounds 0 and 2 of the batch are of one digit, 0 and 1 are not.
    assertThat(lesson(perDigit, 0)).containsExactly(lesson(perDigit, 2));
    assertThat(lesson(perDigit, 0)).isNotEqualTo(lesson(perDigit, 1));
    assertThat(lesson(perUtterance, 0)).isNotEqualTo(lesson(perUtterance, 2));
  }

  @Test
  void lessonHasTheLevelsThatAreAskedFor() {
    float[] exact = lessons(Pairing.PER_UTTERANCE, 0);
    float[] rounded = lessons(Pairing.PER_UTTERANCE, 2);
    TreeSet<Float> levels = new TreeSet<>();
    for (float value : rounded) {
      levels.add(value);
    }
    assertThat(levels).hasSizeBetween(2, 4);
    assertThat(rounded).isNotEqualTo(exact);
  }

  @Test
  void levelsAreEvenBetweenTheSmallestAndTheLargest() {
    Levels levels = Levels.over(List.of(new float[] {0.5f, 1}, new float[] {2, 1.25f}), 2);
    assertThat(levels).isEqualTo(new Levels(0.5f, 2, 3));
    assertThat(levels.nearest(new float[] {0.5f, 0.7f, 0.8f, 1.9f, 3}))
        .containsExactly(0.5f, 0.5f, 1, 2, 2);
    Levels constant = Levels.over(List.of(new float[] {1, 1}), 4);
    assertThat(constant.nearest(new float[] {1, 1})).containsExactly(1, 1);
  }

  @Test
  void exportedPackageListensWithTheDecoderOfTheAutoencoder() {
    try (Trainable network = create(settings(""), autoencoder)) {
      ExportedNetwork exported = network.export(WeightStorage.FLOAT32);
      assertThat(exported.graph(GraphRole.DECODER)).isEqualTo(autoencoder.graph(GraphRole.DECODER));
      try (ImageModel model =
          ModelLoader.load(Unpublished.of(ModelFamily.ANN_AUDIOCODER, exported, Map.of()))) {
        Sound sound = Sound.of(new float[] {0.1f, -0.3f, 0.5f, 0.2f, -0.6f, 0.4f}, 8_000);
        SoundTask task = new SoundTask(sound, new ImageSeed(1, 0));
        SoundImage heard = model.audioToImage(List.of(task)).getFirst();
        assertThat(heard.drawn().image().height()).isEqualTo(28);
        assertThat(heard.spectrogram().height()).isEqualTo(CHANNELS);
        assertThat(heard.hidden()).isEmpty();
      }
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
        .hasMessageContaining("setting autoencoder must name a ann-autoencoder, but")
        .hasMessageContaining("is of family esvae");
    assertThatThrownBy(() -> create(settings("hidden-bits=17"), autoencoder))
        .hasMessage("hidden-bits must be from 0 to 16, not 17");
  }

  @Test
  void usualLearningRateIsThatOfTheOptimiser() {
    assertThat(plan(settings("")).learningRate()).isEqualTo(0.1);
    assertThat(plan(settings("optimiser=adam")).learningRate()).isEqualTo(1e-4);
  }

  private float[] lessons(Pairing pairing, int bits) {
    StillImages images = new StillImages(IntStream.range(0, 60).map(i -> 4 * i).toArray(), 10);
    Pairs pairs = new Pairs(images, DigitExamples.DIGITS, pairing, 3);
    try (LoadedAutoencoder loaded = new LoadedAutoencoder(autoencoder);
        PointerScope _ = new PointerScope()) {
      Lessons lessons = new Lessons(loaded, autoencoder.spec().image(), pairs, bits);
      return TensorMemory.floats(lessons.of(batch(0)));
    }
  }

  private float[] lesson(float[] lessons, int sample) {
    int size = autoencoder.spec().latentSize();
    return Arrays.copyOfRange(lessons, sample * size, (sample + 1) * size);
  }

  private static Batch batch(int step) {
    return DigitExamples.batch(CHANNELS, FRAMES, step);
  }

  private static TrainingPlan plan(Settings settings) {
    return TrainingPlan.from(settings, new AnnAudiocoder().learningRate(settings));
  }

  private static Trainable create(Settings settings, ModelPackage published) {
    return new AnnAudiocoder()
        .create(
            settings, plan(settings), new Surroundings(1, DigitExamples.DIGITS, _ -> published));
  }

  private Settings settings(String more) {
    return Settings.parse(
        """
        channel-step=2
        channels=%d
        frames=%d
        hidden-size=30
        images=mnist:%s
        %s
        """
            .formatted(CHANNELS, FRAMES, directory, more));
  }
}
