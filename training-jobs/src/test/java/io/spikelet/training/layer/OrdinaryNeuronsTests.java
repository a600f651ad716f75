package io.spikelet.training.layer;

import static io.spikelet.training.layer.GoldenTensors.assertWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link OrdinaryNeurons} by hand; {@code FrechetAutoencoderNetworkTests} has the
 * published numbers.
 */
class OrdinaryNeuronsTests {

  private final PointerScope scope = new PointerScope();
  private final OrdinaryNeurons neurons = new OrdinaryNeurons("layer", 1);

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void valuesAreNormalisedWithTheStatisticsOfTheBatchAndRectified() {
    // Mean 3, biased variance 5.
    Tensor output = neurons.fire(signal(0, 2, 4, 6), Mode.TRAIN).values();
    double deviation = Math.sqrt(5 + 1e-5);
    assertThat(output.get(0).item_double()).isCloseTo(-0.03 / deviation, within(1e-6));
    assertThat(output.get(1).item_double()).isCloseTo(-0.01 / deviation, within(1e-6));
    assertThat(output.get(2).item_double()).isCloseTo(1 / deviation, within(1e-6));
    assertThat(output.get(3).item_double()).isCloseTo(3 / deviation, within(1e-6));
  }

  @Test
  void runningStatisticsTakeATenthOfTheBatchWithItsUnbiasedVariance() {
    neurons.fire(signal(0, 2, 4, 6), Mode.TRAIN);
    Map<String, Double> buffers = new HashMap<>();
    neurons.state().buffers().forEach(b -> buffers.put(b.name(), b.value().item_double()));
    assertThat(buffers.get("layer.running_mean")).isCloseTo(0.3, within(1e-6));
    assertThat(buffers.get("layer.running_var")).isCloseTo(0.9 + 0.1 * 20 / 3, within(1e-6));
  }

  @Test
  void calibratedNeuronsOnlyRectify() {
    Tensor expected = TensorMemory.tensor(new float[] {-0.01f, 2, 4, 7}, 4, 1);
    assertWithin(neurons.fire(signal(-1, 2, 4, 7), Mode.CALIBRATE).values(), expected, 1e-5, 0);
    assertWithin(neurons.fire(signal(-1, 2, 4, 7), Mode.EVALUATE).values(), expected, 1e-5, 0);
    assertWithin(neurons.fire(signal(-1, 2, 4, 7), Mode.TRAIN).values(), expected, 1e-5, 0);
  }

  @Test
  void gradientIsThatOfLibtorchsTape() {
    Tensor x = torch.randn(6, 1);
    Tensor outer = torch.randn(6, 1);
    neurons.fire(Signal.overTime(x, 1), Mode.TRAIN);
    Tensor gradient = neurons.backward(outer);

    Tensor leaf = x.detach().clone().requires_grad_(true);
    Tensor centred = leaf.sub(leaf.mean());
    Tensor deviation = centred.square().mean().add(new Scalar(1e-5)).sqrt();
    torch.leaky_relu(centred.div(deviation), new Scalar(0.01)).mul(outer).sum().backward();
    assertWithin(gradient, leaf.grad(), 1e-5, 1e-4);
  }

  @Test
  void secondTimeStepIsRefused() {
    Tensor values = torch.ones(4, 1);
    assertThatThrownBy(() -> neurons.fire(Signal.overTime(values, 2), Mode.EVALUATE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one time step, not 2");
  }

  private static Signal signal(float... values) {
    return Signal.overTime(TensorMemory.tensor(values, values.length, 1), 1);
  }
}
