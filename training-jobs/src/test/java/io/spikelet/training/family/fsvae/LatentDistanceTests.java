package io.spikelet.training.family.fsvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.layer.GoldenTensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link LatentDistance} against the published code's numbers. */
class LatentDistanceTests {

  private final PointerScope scope = new PointerScope();
  private final GoldenVectors golden = GoldenVectors.open("e2_fsvae_losses");

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void discrepancyOfPostsynapticPotentialsIsThePublishedOne() {
    assertPublished(LatentDistance.MMD, "mmd");
  }

  @Test
  void divergenceIsThePublishedOne() {
    assertPublished(LatentDistance.KLD, "kld");
  }

  @Test
  void withoutFilterTheDiscrepancyIsTheMeanSquaredDifferenceOfTheProbabilities() {
    Tensor q = alternatives("q_z").mean(-1);
    Tensor p = alternatives("p_z").mean(-1);
    double sum = 0;
    float[] a = golden.floats("q_z");
    float[] b = golden.floats("p_z");
    int[] shape = golden.shape("q_z");
    int perNeuron = shape[2];
    int steps = shape[3];
    int cells = shape[0] * shape[1] * steps;
    for (int cell = 0; cell < cells; cell++) {
      int start = cell / steps * perNeuron * steps + cell % steps;
      double difference = 0;
      for (int j = 0; j < perNeuron; j++) {
        difference += ((double) a[start + j * steps] - b[start + j * steps]) / perNeuron;
      }
      sum += difference * difference;
    }
    assertThat(LatentDistance.MMD_WITHOUT_PSP.between(q, p).item_double())
        .isCloseTo(sum / cells, within(1e-6));
  }

  private void assertPublished(LatentDistance distance, String name) {
    Tensor q = alternatives("q_z").requires_grad_(true);
    Tensor p = alternatives("p_z").requires_grad_(true);
    Tensor between = distance.between(q.mean(-1), p.mean(-1));
    assertClose(between.item_double(), golden.scalar(name + "_loss"));
    double total = golden.scalar("recon_loss") + distance.weight() * between.item_double();
    assertClose(total, golden.scalar(name + "_total"));
    between.mul(new Scalar(distance.weight())).backward();
    GoldenTensors.assertGradient(q.grad(), alternatives(name + "_grad_q"), 1e-4);
    GoldenTensors.assertGradient(p.grad(), alternatives(name + "_grad_p"), 1e-4);
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-5 + 1e-4 * Math.abs(expected)));
  }

  private Tensor alternatives(String name) {
    return GoldenAlternatives.timeFirst(golden, name);
  }
}
