package io.spikelet.training.layer;

import static org.bytedeco.pytorch.global.torch.stack;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * First-order synaptic filter of a spike train (FSVAE, section "MMD loss", equation 14).
 *
 * <pre>psp[t] = psp[t-1] + (x[t] - psp[t-1]) / tau,   psp[-1] = 0</pre>
 *
 * @param tau time constant in time steps, at least 1; 2 in the published code
 */
public record PostsynapticPotential(float tau) {

  /** The value of FSVAE. */
  public static final PostsynapticPotential PUBLISHED = new PostsynapticPotential(2);

  public PostsynapticPotential {
    if (!(tau >= 1)) {
      throw new IllegalArgumentException("tau must be at least 1, not " + tau);
    }
  }

  /**
   * Filters spikes or other values over time.
   *
   * @param input {@code [T, ...]}
   * @return the potential after each time step, same shape; differentiable by libtorch's tape
   */
  public Tensor filter(Tensor input) {
    TensorVector steps = new TensorVector();
    Tensor potential = input.select(0, 0).div(new Scalar(tau));
    steps.push_back(potential);
    for (long t = 1; t < input.size(0); t++) {
      potential = potential.add(input.select(0, t).sub(potential).div(new Scalar(tau)));
      steps.push_back(potential);
    }
    return stack(steps, 0);
  }
}
