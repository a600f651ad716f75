package io.spikelet.training.family.annautoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.export.Unpublished;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.pairing.StillImages;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link AnnAutoencoderTraining}. */
class AnnAutoencoderTrainingTests {

  private static final int SAMPLES = 8;
  private static final int SIDE = 12;
  private static final StillImages STILL = new StillImages(new int[] {0, 60, 120, 250}, 2);

  @ParameterizedTest
  @ValueSource(strings = {"gradient-descent", "adam"})
  void lossFallsAndIsTheSameInASecondRun(String optimiser) {
    double[] losses = losses(optimiser, 150);
    assertThat(losses[149]).isLessThan(losses[0] / 2);
    assertThat(losses(optimiser, 3)).containsExactly(losses[0], losses[1], losses[2]);
  }

  private static double[] losses(String optimiser, int steps) {
    double[] losses = new double[steps];
    Settings settings = settings("optimiser=" + optimiser);
    TrainingPlan plan = plan(settings);
    try (PointerScope _ = new PointerScope();
        Trainable network = network(settings);
        Optimiser changed = network.optimiser(plan)) {
      for (int step = 0; step < steps; step++) {
        Map<String, Double> numbers =
            network.step(new Batch(squares(), new int[SAMPLES], new int[SAMPLES], step, 0, 0));
        losses[step] = numbers.getOrDefault("loss", Double.NaN);
        changed.step(plan.learningRate());
      }
    }
    return losses;
  }

  @Test
  void usualLearningRateIsThatOfTheOptimiser() {
    assertThat(plan(settings("")).learningRate()).isEqualTo(0.1);
    assertThat(plan(settings("optimiser=adam")).learningRate()).isEqualTo(0.001);
  }

  @Test
  void exportedPackageComputesWhatTheNetworkDoes() {
    try (PointerScope _ = new PointerScope();
        AnnAutoencoderTraining network = (AnnAutoencoderTraining) network(settings(""));
        ImageModel model = ModelLoader.load(packageOf(network))) {
      Tensor images = squares();
      float[] expected = TensorMemory.floats(network.reconstruct(images, 0));
      float[] shown = TensorMemory.floats(images);
      int pixels = SIDE * SIDE;
      for (int n = 0; n < SAMPLES; n++) {
        float[] own = Arrays.copyOfRange(shown, n * pixels, (n + 1) * pixels);
        Image image = Image.of(1, SIDE, SIDE, own, ValueRange.UNIT);
        float[] found =
            model
                .reconstruct(List.of(new ReconstructTask(image, new ImageSeed(1, 0))))
                .getFirst()
                .image()
                .pixels();
        for (int i = 0; i < pixels; i++) {
          assertThat(found[i]).isCloseTo(expected[n * pixels + i], within(1e-5f));
        }
      }
    }
  }

  @Test
  void goesOnFromAPublishedPackage() {
    try (PointerScope _ = new PointerScope();
        Trainable first = network(settings("seed=1"));
        Trainable second = network(settings("seed=2"))) {
      second.start(GraphWeights.of(packageOf(first)), STILL);
      assertThat(GraphWeights.of(packageOf(second)).get("decoder.0.weight").data())
          .containsExactly(GraphWeights.of(packageOf(first)).get("decoder.0.weight").data());
    }
  }

  @Test
  void validationGivesBothErrors() {
    try (Trainable network = network(settings("image-size=28"))) {
      assertThat(network.validate(STILL))
          .containsOnlyKeys("validation_mse", "validation_normalised_mse");
    }
  }

  @Test
  void anEmptyHiddenLayerIsRefused() {
    assertThatThrownBy(() -> network(settings("hidden-size=0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hidden-size must be at least 1, not 0");
  }

  private static ModelPackage packageOf(Trainable network) {
    return Unpublished.of(
        ModelFamily.ANN_AUTOENCODER, network.export(WeightStorage.FLOAT32), Map.of());
  }

  /** White squares of growing size on black. */
  private static Tensor squares() {
    float[] pixels = new float[SAMPLES * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int size = 2 + i / (SIDE * SIDE);
      pixels[i] = i / SIDE % SIDE < size && i % SIDE < size ? 1 : 0;
    }
    return TensorMemory.tensor(pixels, SAMPLES, 1, SIDE, SIDE);
  }

  private static Settings settings(String more) {
    return Settings.parse("image-size=" + SIDE + "\nhidden-size=20\n" + more + "\n");
  }

  private static TrainingPlan plan(Settings settings) {
    return TrainingPlan.from(settings, new AnnAutoencoder().learningRate(settings));
  }

  private static Trainable network(Settings settings) {
    return new AnnAutoencoder().create(settings, plan(settings), Networks.surroundings(1, 0));
  }
}
