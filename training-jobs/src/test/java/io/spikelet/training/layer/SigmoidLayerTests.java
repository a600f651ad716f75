package io.spikelet.training.layer;

import static io.spikelet.training.layer.GoldenTensors.assertGradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link SigmoidLayer}. */
class SigmoidLayerTests {

  private PointerScope scope;
  private SigmoidLayer layer;

  @BeforeEach
  void make() {
    scope = new PointerScope();
    torch.manual_seed(3);
    layer = new SigmoidLayer("layer", 5, 4);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void valueIsTheLogisticFunctionOfTheSum() {
    parameter(0).copy_(TensorMemory.tensor(new float[20], 4, 5));
    parameter(1).copy_(TensorMemory.tensor(new float[] {0, 1, -1, 20}, 4));
    Tensor output = layer.forward(torch.rand(1, 5));
    assertThat(output.get(0).get(0).item_double()).isEqualTo(0.5);
    assertThat(output.get(0).get(1).item_double()).isCloseTo(0.7310586, within(1e-6));
    assertThat(output.get(0).get(2).item_double()).isCloseTo(0.2689414, within(1e-6));
    assertThat(output.get(0).get(3).item_double()).isCloseTo(1, within(1e-6));
  }

  @Test
  void gradientIsThatOfLibtorchsTape() {
    Tensor input = torch.rand(7, 5);
    Tensor outer = torch.rand(7, 4);
    layer.forward(input);
    Tensor found = layer.backward(outer);

    Tensor leaf = input.detach().clone().requires_grad_(true);
    Tensor weight = parameter(0).detach().clone().requires_grad_(true);
    Tensor bias = parameter(1).detach().clone().requires_grad_(true);
    torch.addmm(bias, leaf, weight.t()).sigmoid().mul(outer).sum().backward();
    assertGradient(found, leaf.grad(), 1e-5);
    assertGradient(parameter(0).grad(), weight.grad(), 1e-5);
    assertGradient(parameter(1).grad(), bias.grad(), 1e-5);
  }

  @Test
  void backwardNeedsAForwardPassBeforeIt() {
    Tensor gradient = torch.rand(1, 4);
    assertThatThrownBy(() -> layer.backward(gradient))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("backward needs a forward pass before it");
  }

  private Tensor parameter(int index) {
    return layer.state().parameters().get(index).value();
  }
}
