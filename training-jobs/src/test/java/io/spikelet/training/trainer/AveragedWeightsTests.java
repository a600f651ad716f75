package io.spikelet.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Tests for {@link AveragedWeights}. */
class AveragedWeightsTests {

  private static List<Parameter> weights() {
    return List.of(
        Parameter.base("0.weight", TensorMemory.tensor(new float[] {8, 0, -4, 1}, 2, 2)),
        Parameter.base("1.weight", TensorMemory.tensor(new float[] {16}, 1)));
  }

  private static float[] values(Parameter parameter) {
    return TensorMemory.floats(parameter.value());
  }

  @Test
  void averagesGoAShareOfTheWay() {
    try (PointerScope _ = new PointerScope()) {
      List<Parameter> weights = weights();
      AveragedWeights averaged = new AveragedWeights(weights);
      weights.forEach(weight -> weight.value().zero_());
      averaged.approach(0.25);
      assertThat(values(averaged.averages().getFirst())).containsExactly(6, 0, -3, 0.75f);
      assertThat(values(averaged.averages().getLast())).containsExactly(12);
      averaged.approach(0.5);
      assertThat(values(averaged.averages().getFirst())).containsExactly(3, 0, -1.5f, 0.375f);
      assertThat(values(weights.getFirst())).containsOnly(0);
    }
  }

  @Test
  void averagesAreTheWeightsAfterTheWholeWay() {
    try (PointerScope _ = new PointerScope()) {
      List<Parameter> weights = weights();
      AveragedWeights averaged = new AveragedWeights(weights);
      weights.getFirst().value().mul_(new Scalar(1 / 3.0));
      averaged.approach(1);
      assertThat(values(averaged.averages().getFirst()))
          .containsExactly(values(weights.getFirst()));
    }
  }

  @Test
  void averagesHaveTheNamesOfTheWeightsAndTheirBuffersAPrefix() {
    try (PointerScope _ = new PointerScope()) {
      AveragedWeights averaged = new AveragedWeights(weights());
      assertThat(averaged.averages())
          .extracting(Parameter::name)
          .containsExactly("0.weight", "1.weight");
      assertThat(averaged.state().parameters()).isEmpty();
      assertThat(averaged.state().buffers())
          .extracting(State.Buffer::name)
          .containsExactly("averaged.0.weight", "averaged.1.weight");
      averaged.state().buffers().getLast().value().zero_();
      assertThat(values(averaged.averages().getLast())).containsExactly(0);
    }
  }

  @Test
  void averagesOfWeightsWithGradientsHaveNone() {
    try (PointerScope _ = new PointerScope()) {
      List<Parameter> weights = weights();
      Tensor learning = weights.getFirst().value();
      learning.set_requires_grad(true);
      AveragedWeights averaged = new AveragedWeights(weights);
      averaged.approach(0.5);
      assertThat(averaged.averages().getFirst().value().requires_grad()).isFalse();
    }
  }
}
