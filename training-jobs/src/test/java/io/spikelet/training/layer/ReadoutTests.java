package io.spikelet.training.layer;

import static io.spikelet.training.layer.GoldenTensors.assertClose;
import static io.spikelet.training.layer.GoldenTensors.plain;
import static io.spikelet.training.layer.GoldenTensors.timeFirst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link MembraneReadout}, {@link PostsynapticPotential} and {@link PoissonSpikes}. */
class ReadoutTests {

  private final PointerScope scope = new PointerScope();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void readoutAndItsGradientAreThePublishedOnes() {
    GoldenVectors golden = GoldenVectors.open("c_membrane_readout");
    int[] shape = golden.shape("x");
    float[] coefficients = MembraneReadout.PUBLISHED.coefficients(shape[4]);
    Tensor c = TensorMemory.tensor(coefficients, shape[4], 1, 1, 1, 1);
    assertClose(TensorMemory.tensor(coefficients, shape[4]), plain(golden, "coef"));
    Tensor x =
        timeFirst(golden, "x").contiguous().view(shape[4], shape[0], shape[1], shape[2], shape[3]);
    Tensor membrane = x.mul(c).sum(0);
    assertClose(membrane, plain(golden, "membrane"));
    Tensor image = membrane.tanh();
    assertClose(image, plain(golden, "out_tanh"));
    Tensor slope = image.square().neg().add(new Scalar(1.0));
    Tensor gradient = plain(golden, "grad_out").mul(slope).unsqueeze(0).mul(c);
    Tensor expected = timeFirst(golden, "grad_x").contiguous().view(TensorMemory.shape(gradient));
    GoldenTensors.assertGradient(gradient, expected, 1e-4);
  }

  @Test
  void coefficientsOfSixteenStepsSumToThePublishedNumber() {
    double sum = 0;
    for (float coefficient : MembraneReadout.PUBLISHED.coefficients(16)) {
      sum += coefficient;
    }
    assertThat(sum).isCloseTo(4.8593, within(1e-4));
  }

  @Test
  void postsynapticPotentialIsThePublishedOne() {
    GoldenVectors golden = GoldenVectors.open("d_psp");
    for (String kind : new String[] {"spikes", "real"}) {
      int[] shape = golden.shape(kind);
      Tensor input = timeFirst(golden, kind).view(shape[2], shape[0], shape[1]);
      Tensor expected = timeFirst(golden, "psp_" + kind).view(shape[2], shape[0], shape[1]);
      assertClose(PostsynapticPotential.PUBLISHED.filter(input), expected);
    }
  }

  @Test
  void poissonSpikesFireBelowTheRateOnlyAndPassTheGradientInTheWindow() {
    Tensor rates = TensorMemory.tensor(new float[] {0, 0.5f, 1}, 1, 3);
    Tensor uniforms =
        TensorMemory.tensor(new float[] {0, 0.5f, 0.25f, 0.75f, 0.25f, 0.99f}, 2, 1, 3);
    Tensor spikes = PoissonSpikes.forward(rates, uniforms);
    assertThat(TensorMemory.floats(spikes)).containsExactly(0, 0, 1, 0, 1, 1);
    Tensor gradient = TensorMemory.tensor(new float[] {1, 2, 4, 8, 16, 32}, 2, 1, 3);
    // |r - u|: 0, 0, 0.75; 0.75, 0.25, 0.01
    assertThat(TensorMemory.floats(PoissonSpikes.backward(gradient, rates, uniforms)))
        .containsExactly(1, 18, 32);
  }
}
