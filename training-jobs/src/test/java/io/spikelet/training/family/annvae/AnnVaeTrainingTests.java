package io.spikelet.training.family.annvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Tests for {@link AnnVaeTraining}. */
class AnnVaeTrainingTests {

  private static final int SAMPLES = 8;
  private static final int SIDE = 32;

  @Test
  void lossFallsAndIsTheSameInASecondRun() {
    double[] losses = losses(12);
    assertThat(losses[11]).isLessThan(losses[0] / 2);
    assertThat(losses(3)).containsExactly(losses[0], losses[1], losses[2]);
  }

  private static double[] losses(int steps) {
    double[] losses = new double[steps];
    try (PointerScope _ = new PointerScope();
        Trainable network = network("latent-size=8\n");
        Optimiser optimiser = Optimiser.adamW(network.state(), 0.01, 1)) {
      for (int step = 0; step < steps; step++) {
        Map<String, Double> numbers =
            network.step(new Batch(squares(), new int[SAMPLES], new int[SAMPLES], step, 0, 0.01));
        assertThat(numbers).containsOnlyKeys("loss", "reconstruction_loss", "kld");
        losses[step] = numbers.getOrDefault("loss", Double.NaN);
        optimiser.step(0.003);
      }
    }
    return losses;
  }

  /** White squares of growing size on black. */
  private static Tensor squares() {
    float[] pixels = new float[SAMPLES * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int size = 4 + 3 * (i / (SIDE * SIDE));
      pixels[i] = i / SIDE % SIDE < size && i % SIDE < size ? 1 : -1;
    }
    return TensorMemory.tensor(pixels, SAMPLES, 1, SIDE, SIDE);
  }

  @Test
  void networkIsExportedWithOneTimeStep() {
    try (PointerScope _ = new PointerScope();
        Trainable network = network("latent-size=6\n")) {
      ExportedNetwork exported = network.export(WeightStorage.FLOAT16);
      assertThat(exported.timeSteps()).isEqualTo(1);
      assertThat(exported.latentSize()).isEqualTo(6);
      assertThat(exported.image()).isEqualTo(network.image());
    }
  }

  @Test
  void negativeWeightOfTheDivergenceIsRefused() {
    assertThatThrownBy(() -> network("kld-weight=-1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kld-weight must be at least 0, not -1.0");
  }

  private static Trainable network(String text) {
    Settings settings = Settings.parse(text);
    AnnVae family = new AnnVae();
    TrainingPlan plan = TrainingPlan.from(settings, family.learningRate(settings));
    return family.create(settings, plan, Networks.surroundings(1, 0));
  }
}
