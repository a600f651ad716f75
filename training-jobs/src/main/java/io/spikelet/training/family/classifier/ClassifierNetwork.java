package io.spikelet.training.family.classifier;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.rand;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * The classifier; libtorch's automatic differentiation gives its gradients.
 *
 * <pre>
 * picture [N, C, H, W] in [0, 1]
 *   -&gt; conv.0 3x3, 16 channels, padding 1 -&gt; ReLU -&gt; maximum over 2x2
 *   -&gt; conv.1 3x3, 32 channels, padding 1 -&gt; ReLU -&gt; maximum over 2x2
 *   -&gt; flattened channel by channel, row by row -&gt; dense.0, 64 units -&gt; ReLU
 *   -&gt; dense.1, one unit per class: logits
 * </pre>
 *
 * The value of a pixel is its level / 255 and nothing else: no mean is subtracted, so that the
 * exported graph reads pictures as any program stores them. 105,866 parameters for grey pictures of
 * 28x28 and ten classes. Tensors made here belong to the caller's {@code PointerScope}.
 */
final class ClassifierNetwork {

  private static final long[] ONE = {1, 1};

  /** A layer's tensors. */
  private record Layer(Parameter weight, Parameter bias) {

    /** Uniform in {@code [-b, b]}, {@code b = 1/sqrt(inputs of a unit)}. */
    static Layer create(String name, long inputs, long... shape) {
      double bound = 1 / Math.sqrt((double) inputs);
      return new Layer(
          parameter(name + ".weight", bound, shape), parameter(name + ".bias", bound, shape[0]));
    }

    private static Parameter parameter(String name, double bound, long... shape) {
      Tensor value = rand(shape);
      value.mul_(new Scalar(2 * bound));
      value.sub_(new Scalar(bound));
      value.set_requires_grad(true);
      return new Parameter(name, value, Parameter.Group.BASE);
    }

    TensorOptional optionalBias() {
      return new TensorOptional(bias.value());
    }
  }

  private final ClassifierShape shape;
  private final List<Layer> convolutions;
  private final List<Layer> dense;

  /** Fresh weights, drawn from libtorch's generator: seed that first. */
  ClassifierNetwork(ClassifierShape shape) {
    int channels = shape.channels();
    int first = ClassifierShape.FIRST;
    int second = ClassifierShape.SECOND;
    int hidden = ClassifierShape.HIDDEN;
    this.shape = shape;
    this.convolutions =
        List.of(
            Layer.create("conv.0", 9L * channels, first, channels, 3, 3),
            Layer.create("conv.1", 9L * first, second, first, 3, 3));
    this.dense =
        List.of(
            Layer.create("dense.0", shape.features(), hidden, shape.features()),
            Layer.create("dense.1", hidden, shape.classes(), hidden));
  }

  ClassifierShape shape() {
    return shape;
  }

  /** Weights and biases, named as the exporter expects them. */
  State state() {
    List<Parameter> parameters = new ArrayList<>();
    convolutions.forEach(layer -> parameters.addAll(List.of(layer.weight(), layer.bias())));
    dense.forEach(layer -> parameters.addAll(List.of(layer.weight(), layer.bias())));
    return new State(parameters, List.of());
  }

  /**
   * The network's answer before softmax.
   *
   * @param images {@code [N, C, H, W]} in [0, 1]
   * @return {@code [N, classes]}
   */
  Tensor logits(Tensor images) {
    Tensor value = images;
    for (Layer layer : convolutions) {
      Tensor weight = layer.weight().value();
      value = conv2d(value, weight, layer.optionalBias(), ONE, ONE, ONE, 1).relu();
      value = max_pool2d(value, 2, 2);
    }
    Tensor hidden = applied(dense.getFirst(), value.flatten(1, -1)).relu();
    return applied(dense.getLast(), hidden);
  }

  private static Tensor applied(Layer layer, Tensor input) {
    return linear(input, layer.weight().value(), layer.optionalBias());
  }
}
