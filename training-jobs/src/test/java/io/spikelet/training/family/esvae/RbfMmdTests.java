package io.spikelet.training.family.esvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.layer.GoldenTensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link RbfMmd}. */
class RbfMmdTests {

  private final PointerScope scope = new PointerScope();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void lossAndGradientsAreThePublishedOnes() {
    GoldenVectors golden = GoldenVectors.open("e1_esvae_rbf_mmd");
    Tensor posterior = GoldenTensors.plain(golden, "r_q");
    Tensor prior = GoldenTensors.plain(golden, "r_p");
    posterior.set_requires_grad(true);
    prior.set_requires_grad(true);
    Tensor loss = RbfMmd.of(posterior, prior);
    loss.backward();
    assertThat(loss.item_double()).isCloseTo(golden.scalar("loss"), within(1e-5));
    GoldenTensors.assertGradient(posterior.grad(), GoldenTensors.plain(golden, "grad_r_q"), 1e-4);
    GoldenTensors.assertGradient(prior.grad(), GoldenTensors.plain(golden, "grad_r_p"), 1e-4);
  }

  @Test
  void equalRatesHaveNoDiscrepancyAndNoUndefinedGradient() {
    Tensor same = torch.zeros(4, 8);
    same.set_requires_grad(true);
    Tensor loss = RbfMmd.of(same, torch.zeros(4, 8));
    loss.backward();
    assertThat(loss.item_double()).isZero();
    assertThat(same.grad().abs().sum().item_double()).isZero();
  }
}
