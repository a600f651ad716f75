package io.spikelet.training.family.spikingautoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.export.Unpublished;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.trace.PoissonInput;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

/** Tests for {@link SpikingAutoencoderTraining}. */
class SpikingAutoencoderTrainingTests {

  private static final int SIDE = 6;
  private static final int SAMPLES = 8;

  @Test
  void learnsToRepeatWhatItIsShown() {
    try (Trainable network = network("");
        PointerScope _ = new PointerScope()) {
      double before = step(network, 0).getOrDefault("wrong_spikes", Double.NaN);
      Map<String, Double> last = Map.of();
      for (int step = 1; step < 60; step++) {
        last = step(network, step);
      }
      assertThat(last.get("wrong_spikes")).isLessThan(0.6 * before);
      assertThat(last.get("output_rate")).isPositive();
    }
  }

  @Test
  void sameSeedLearnsTheSameToTheBit() {
    assertThat(weightsAfterThreeSteps("")).containsExactly(weightsAfterThreeSteps(""));
  }

  @Test
  void withoutTheMaskOthersWeightsAreLearnt() {
    assertThat(weightsAfterThreeSteps("mask=false")).isNotEqualTo(weightsAfterThreeSteps(""));
  }

  @Test
  void exportedPackageReconstructsAsWell() {
    try (Trainable network = network("");
        PointerScope _ = new PointerScope()) {
      for (int step = 0; step < 60; step++) {
        step(network, step);
      }
      try (ImageModel model =
          ModelLoader.load(
              Unpublished.of(
                  ModelFamily.SPIKING_AUTOENCODER,
                  network.export(WeightStorage.FLOAT32),
                  Map.of()))) {
        Image square = Image.of(1, SIDE, SIDE, square(3), ValueRange.UNIT);
        Reconstruction result =
            model.reconstruct(List.of(new ReconstructTask(square, new ImageSeed(1, 0)))).getFirst();
        assertThat(result.normalisedError()).isLessThan(0.7);
        assertThat(result.spikeError().orElseThrow()).isLessThan(0.7);
        assertThat(result.image().range()).isEqualTo(ValueRange.UNIT);
      }
    }
  }

  @Test
  void mistakesInSettingsAreNamed() {
    assertThatThrownBy(() -> network("leak=1.5")).hasMessageContaining("leak must be in [0, 1]");
    assertThatThrownBy(() -> network("hidden-size=0"))
        .hasMessageContaining("hidden-size must be at least 1");
    assertThatThrownBy(() -> network("mask=perhaps"))
        .hasMessageContaining("setting mask must be true or false, not 'perhaps'");
  }

  @Test
  void rateOfRandomSpikesIsThePixelsValue() {
    try (PointerScope _ = new PointerScope()) {
      float[] values = {0, 0.25f, 0.5f, 1};
      PoissonInput input = new PoissonInput(TensorMemory.tensor(values, 1, 4), 3, 17, 4000);
      double[] counts = new double[4];
      for (int t = 0; t < 4000; t++) {
        float[] spikes = TensorMemory.floats(input.at(t));
        for (int i = 0; i < 4; i++) {
          counts[i] += spikes[i];
        }
      }
      for (int i = 0; i < 4; i++) {
        assertThat(counts[i] / 4000).isCloseTo(values[i], within(0.03));
      }
      assertThat(counts[0]).isZero();
      assertThat(counts[3]).isEqualTo(4000);
    }
  }

  private static float[] weightsAfterThreeSteps(String more) {
    try (Trainable network = network(more);
        PointerScope _ = new PointerScope()) {
      for (int step = 0; step < 3; step++) {
        step(network, step);
      }
      return Weights.of(network.state()).get("encoder.0.weight").data();
    }
  }

  private static Map<String, Double> step(Trainable network, int step) {
    float[] pixels = new float[SAMPLES * SIDE * SIDE];
    for (int n = 0; n < SAMPLES; n++) {
      System.arraycopy(square(n), 0, pixels, n * SIDE * SIDE, SIDE * SIDE);
    }
    return network.step(
        new Batch(
            TensorMemory.tensor(pixels, SAMPLES, 1, SIDE, SIDE),
            new int[SAMPLES],
            new int[SAMPLES],
            step,
            0,
            0.005));
  }

  /** A bright square at one of several places. */
  private static float[] square(int number) {
    float[] pixels = new float[SIDE * SIDE];
    for (int i = 0; i < 9; i++) {
      int y = number % 4 + i / 3;
      int x = (number * 2) % 4 + i % 3;
      pixels[y * SIDE + x] = 0.9f;
    }
    return pixels;
  }

  private static Trainable network(String more) {
    Settings settings =
        Settings.parse("image-size=%d\nhidden-size=20\ntime-steps=12\n%s".formatted(SIDE, more));
    SpikingAutoencoder family = new SpikingAutoencoder();
    TrainingPlan plan = TrainingPlan.from(Settings.none(), family.learningRate(Settings.none()));
    return family.create(settings, plan, Networks.surroundings(1, 0));
  }
}
