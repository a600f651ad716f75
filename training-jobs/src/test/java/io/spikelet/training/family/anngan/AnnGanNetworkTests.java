package io.spikelet.training.family.anngan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.pytorch.global.torch.grad;

import io.spikelet.training.family.anngan.AnnGanNetwork.Generator;
import io.spikelet.training.layer.TensorMemory;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link AnnGanNetwork} with one weight a layer, without biases, so that everything can
 * be written down:
 *
 * <pre>
 * G(z) = tanh(b max(0, a z)),  D(x) = sigmoid(d max(0, c x))
 * </pre>
 */
class AnnGanNetworkTests {

  private static final double A = 0.5;
  private static final double B = 1.5;
  private static final double C = 2;
  private static final double D = 0.75;

  /** The second label's networks are others, to see that labels do not mix. */
  private static final double OTHER = 0.25;

  @Test
  void lossesAndGradientsAreThoseWorkedByHand() {
    try (PointerScope _ = new PointerScope()) {
      StackedDense a = layer(A);
      StackedDense b = layer(B);
      StackedDense c = layer(C);
      StackedDense d = layer(D);
      AnnGanNetwork network = new AnnGanNetwork(new Generator(a, b), c, d);
      double z = 0.8;
      double real = 0.6;
      LabelledRows reals = LabelledRows.of(column(real, 0.1), new int[] {0, 1}, 2);
      Tensor noise = TensorMemory.tensor(new float[] {(float) z, 0.3f}, 2, 1, 1);
      LabelledRows fakes = reals.like(network.generator().images(noise));

      double x = Math.tanh(B * A * z);
      double onReal = D * C * real;
      double onFake = D * C * x;
      Tensor judged =
          network.discriminatorLoss(reals, new LabelledRows(fakes.rows().detach(), fakes.shares()));
      assertFirst(judged, -Math.log(sigmoid(onReal)) - Math.log(1 - sigmoid(onFake)));
      // dL/dl is D - 1 on a real image and D on a generated one.
      double fromReal = sigmoid(onReal) - 1;
      double fromFake = sigmoid(onFake);
      assertFirst(gradient(judged, d), fromReal * C * real + fromFake * C * x);
      assertFirst(gradient(judged, c), fromReal * D * real + fromFake * D * x);

      Tensor fooled = network.generatorLoss(fakes);
      assertFirst(fooled, -Math.log(sigmoid(onFake)));
      double sum = (sigmoid(onFake) - 1) * D * C * (1 - x * x);
      assertFirst(gradient(fooled, b), sum * A * z);
      assertFirst(gradient(fooled, a), sum * B * z);
    }
  }

  private static double sigmoid(double sum) {
    return 1 / (1 + Math.exp(-sum));
  }

  @Test
  void rowsAreSortedByLabelAndFilledUpWithRowsThatDoNotCount() {
    try (PointerScope _ = new PointerScope()) {
      Tensor rows = TensorMemory.tensor(new float[] {1, 2, 3, 4, 5}, 5, 1);
      LabelledRows sorted = LabelledRows.of(rows, new int[] {2, 0, 2, -1, 2}, 3);
      assertThat(TensorMemory.shape(sorted.rows())).containsExactly(3, 3, 1);
      assertThat(TensorMemory.floats(sorted.shares()))
          .containsExactly(1, 0, 0, 0, 0, 0, 1f / 3, 1f / 3, 1f / 3);
      assertThat(TensorMemory.floats(sorted.mean(sorted.rows().squeeze(2))))
          .containsExactly(2, 0, 3);
    }
  }

  @Test
  void labelThatIsNotInTheBatchHasNoLoss() {
    try (PointerScope _ = new PointerScope()) {
      AnnGanNetwork network =
          new AnnGanNetwork(new Generator(layer(A), layer(B)), layer(C), layer(D));
      LabelledRows reals = LabelledRows.of(column(0.5, 0.5), new int[] {0, 0}, 2);
      Tensor noise = TensorMemory.tensor(new float[] {1, 1}, 2, 1, 1);
      LabelledRows fakes = reals.like(network.generator().images(noise));
      assertThat(TensorMemory.floats(network.discriminatorLoss(reals, fakes))[1]).isZero();
      assertThat(TensorMemory.floats(network.generatorLoss(fakes))[1]).isZero();
      assertThat(TensorMemory.floats(network.generatorLoss(fakes))[0]).isPositive();
    }
  }

  private static StackedDense layer(double weight) {
    Tensor weights = TensorMemory.tensor(new float[] {(float) weight, (float) OTHER}, 2, 1, 1);
    weights.set_requires_grad(true);
    return new StackedDense(weights, TensorMemory.tensor(new float[2], 2, 1));
  }

  private static Tensor column(double first, double second) {
    return TensorMemory.tensor(new float[] {(float) first, (float) second}, 2, 1);
  }

  private static Tensor gradient(Tensor losses, StackedDense layer) {
    return grad(
            new TensorVector(losses.sum()),
            new TensorVector(layer.weight()),
            new TensorVector(),
            new BoolOptional(true),
            false,
            false)
        .get(0);
  }

  private static void assertFirst(Tensor values, double expected) {
    assertThat((double) TensorMemory.floats(values)[0]).isCloseTo(expected, within(1e-6));
  }
}
