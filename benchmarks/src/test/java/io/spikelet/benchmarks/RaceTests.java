package io.spikelet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.TensorMemory;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that the two networks of the training step's benchmark are one, at odd sizes. */
class RaceTests {

  private final Workload workload = new Workload(3, 5, 17);
  private final Race race = new Race(workload);

  @AfterEach
  void close() {
    race.close();
  }

  @Test
  void bothNetworksHaveTheSameLoss() {
    assertThatCode(() -> race.requireSameLoss(1e-3)).doesNotThrowAnyException();
  }

  @Test
  void bothNetworksHaveTheSameGradients() {
    race.requireSameLoss(1e-3);
    List<Parameter> fused = race.fused().state().parameters();
    List<Parameter> tape = race.tape().state().parameters();
    for (int i = 0; i < fused.size(); i++) {
      float[] ours = gradient(fused.get(i));
      if (norm(ours) > 0) { // a bias in front of batch normalisation has none
        assertThat(cosine(ours, gradient(tape.get(i))))
            .as(fused.get(i).name())
            .isGreaterThan(0.999);
      }
    }
  }

  @Test
  void bothNetworksLearn() {
    for (int step = 0; step < 3; step++) {
      race.fusedStep(step);
      race.tapeStep(step);
    }
    assertThatCode(() -> race.requireSameLoss(1e-3)).doesNotThrowAnyException();
  }

  private static float[] gradient(Parameter parameter) {
    try (PointerScope _ = new PointerScope()) {
      return TensorMemory.floats(parameter.value().grad());
    }
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot / (norm(a) * norm(b));
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
