package io.spikelet.training.family.anngan;

import static org.bytedeco.pytorch.global.torch.baddbmm;
import static org.bytedeco.pytorch.global.torch.rand;

import io.spikelet.training.layer.Parameter;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Fully connected layers of K networks side by side, {@code y_k = x_k W_k' + b_k}: one product a
 * layer instead of K small ones. libtorch's automatic differentiation gives the gradients.
 *
 * @param weight {@code [K, outputs, inputs]}
 * @param bias {@code [K, outputs]}
 */
record StackedDense(Tensor weight, Tensor bias) {

  /** Uniform in {@code [-b, b]}, {@code b = 1/sqrt(inputs)}, drawn from libtorch's generator. */
  static StackedDense create(int networks, int inputs, int outputs) {
    double bound = 1 / Math.sqrt(inputs);
    return new StackedDense(
        uniform(bound, networks, outputs, inputs), uniform(bound, networks, outputs));
  }

  private static Tensor uniform(double bound, long... shape) {
    Tensor value = rand(shape);
    value.mul_(new Scalar(2 * bound));
    value.sub_(new Scalar(bound));
    value.set_requires_grad(true);
    return value;
  }

  /** Both tensors under the layer's name. */
  List<Parameter> parameters(String name) {
    return List.of(Parameter.base(name + ".weight", weight), Parameter.base(name + ".bias", bias));
  }

  /**
   * The layers' sums.
   *
   * @param rows {@code [K, rows, inputs]}
   * @return {@code [K, rows, outputs]}
   */
  Tensor forward(Tensor rows) {
    return baddbmm(bias.unsqueeze(1), rows, weight.transpose(1, 2));
  }
}
