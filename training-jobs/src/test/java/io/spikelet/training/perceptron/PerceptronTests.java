package io.spikelet.training.perceptron;

import static io.spikelet.training.layer.GoldenTensors.assertGradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.SigmoidLayer;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Tests for {@link Perceptron}. */
class PerceptronTests {

  @Test
  void lossAndGradientsAreThoseOfLibtorchsTape() {
    try (PointerScope _ = new PointerScope()) {
      torch.manual_seed(5);
      Perceptron network = new Perceptron(new SigmoidLayer("a", 6, 4), new SigmoidLayer("b", 4, 3));
      Tensor input = torch.rand(8, 6);
      Tensor target = torch.rand(8, 3);
      Perceptron.Outcome outcome = network.step(input, target);

      List<Tensor> own =
          network.state().parameters().stream()
              .map(p -> p.value().detach().clone().requires_grad_(true))
              .toList();
      Tensor hidden = torch.addmm(own.get(1), input, own.get(0).t()).sigmoid();
      Tensor output = torch.addmm(own.get(3), hidden, own.get(2).t()).sigmoid();
      Tensor loss = output.sub(target).square().sum().mul(new Scalar(0.5 / 8));
      loss.backward();
      assertThat(outcome.loss()).isCloseTo(loss.item_double(), within(1e-6));
      for (int i = 0; i < own.size(); i++) {
        Parameter parameter = network.state().parameters().get(i);
        assertGradient(parameter.value().grad(), own.get(i).grad(), 1e-5);
      }
    }
  }
}
