package io.spikelet.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Tests for {@link Optimiser} against one step of the published code. */
class OptimiserTests {

  private static final double LEARNING_RATE = 0.003;

  @Test
  void stepEqualsThePublishedOneWhereTheGradientIsNotNoise() {
    GoldenVectors golden = GoldenVectors.open("f_esvae");
    try (PointerScope _ = new PointerScope()) {
      List<Parameter> parameters = new ArrayList<>();
      for (String name : golden.names()) {
        if (name.startsWith("grad/")) {
          parameters.add(parameter(golden, name.substring("grad/".length())));
        }
      }
      try (Optimiser optimiser = Optimiser.adamW(new State(parameters, List.of()), 0.001, 10)) {
        optimiser.step(LEARNING_RATE);
      }
      parameters.forEach(parameter -> assertStepped(golden, parameter));
    }
  }

  /**
   * By hand with betas 1/2 and 3/4, gradients 1 and then 3: means 1/2 and 7/4, divided by 1/2 and
   * 3/4; means of squares 1/4 and 39/16, divided by 1/4 and 7/16.
   */
  @Test
  void adamTakesItsBetasInTheirOrder() {
    try (PointerScope _ = new PointerScope()) {
      Parameter weight = Parameter.base("weight", TensorMemory.tensor(new float[] {0}, 1));
      try (Optimiser optimiser =
          Optimiser.adam(new State(List.of(weight), List.of()), 0, 0.5, 0.75)) {
        weight.gradient(TensorMemory.tensor(new float[] {1}, 1));
        optimiser.step(1);
        assertThat(TensorMemory.floats(weight.value())[0]).isCloseTo(-1f, within(1e-6f));
        weight.gradient(TensorMemory.tensor(new float[] {3}, 1));
        optimiser.step(1);
      }
      float second = (float) (7.0 / 3 / Math.sqrt(39.0 / 7));
      assertThat(TensorMemory.floats(weight.value())[0]).isCloseTo(-1 - second, within(1e-6f));
    }
  }

  private static Parameter parameter(GoldenVectors golden, String name) {
    Parameter.Group group =
        name.startsWith("sample_layer") ? Parameter.Group.BOTTLENECK : Parameter.Group.BASE;
    Tensor value =
        TensorMemory.tensor(golden.floats("w/" + name), golden.floats("w/" + name).length);
    Tensor gradient =
        TensorMemory.tensor(golden.floats("grad/" + name), golden.floats("grad/" + name).length);
    value.mutable_grad().put(gradient);
    return new Parameter(name, value, group);
  }

  private static void assertStepped(GoldenVectors golden, Parameter parameter) {
    float[] gradient = golden.floats("grad/" + parameter.name());
    float[] expected = golden.floats("after/" + parameter.name());
    float[] actual = TensorMemory.floats(parameter.value());
    for (int i = 0; i < actual.length; i++) {
      if (Math.abs(gradient[i]) > 1e-7) {
        assertThat(actual[i])
            .as("%s[%d]", parameter.name(), i)
            .isCloseTo(expected[i], within(1e-5f + 1e-4f * Math.abs(expected[i])));
      }
    }
  }
}
