package io.spikelet.training.family.annvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.Squares;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

/** Tests for {@link AnnVaeTraining}. */
class AnnVaeTrainingTests {

  @Test
  void lossFallsAndIsTheSameInASecondRun() {
    double[] losses = losses(12);
    assertThat(losses[11]).isLessThan(losses[0] / 2);
    assertThat(losses(3)).containsExactly(losses[0], losses[1], losses[2]);
  }

  private static double[] losses(int steps) {
    List<Map<String, Double>> learnt = Squares.learn(network("latent-size=8\n"), steps);
    assertThat(learnt)
        .allSatisfy(
            numbers -> assertThat(numbers).containsOnlyKeys("loss", "reconstruction_loss", "kld"));
    return learnt.stream()
        .mapToDouble(numbers -> numbers.getOrDefault("loss", Double.NaN))
        .toArray();
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
