package io.spikelet.training.layer;

import org.bytedeco.pytorch.Tensor;

/**
 * A trained tensor and its name in checkpoints and exported packages.
 *
 * @param name for example {@code encoder.0.bn.weight}
 * @param value the values; the gradient is libtorch's own field of the tensor
 * @param group which learning rate it follows
 */
public record Parameter(String name, Tensor value, Group group) {

  /** Parameters that share a learning rate. */
  public enum Group {
    BASE,
    /** The prior's sample layer, which learns ten times as fast (ESVAE section IV). */
    BOTTLENECK
  }

  /** A parameter with the usual learning rate. */
  public static Parameter base(String name, Tensor value) {
    return new Parameter(name, value, Group.BASE);
  }

  /** Takes the gradient away, so that an optimiser leaves the parameter as it is. */
  public void freeze() {
    value.mutable_grad().put(new Tensor());
  }

  /** Replaces the gradient. */
  public void gradient(Tensor gradient) {
    value.mutable_grad().put(gradient);
  }
}
