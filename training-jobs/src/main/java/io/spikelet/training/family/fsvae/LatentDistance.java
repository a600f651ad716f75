package io.spikelet.training.family.fsvae;

import io.spikelet.training.layer.PostsynapticPotential;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * How far the prior is from the posterior, in the three forms of the paper's ablation. All compare
 * the means over the alternatives, {@code q = mean_j q[t,n,d,j]} and {@code p} likewise, which are
 * the probabilities that the latent neuron fires.
 */
public enum LatentDistance {
  /**
   * {@code mean over t,n,d of (psp(q) - psp(p))^2} with the postsynaptic potential of {@link
   * PostsynapticPotential}; weight 1. The published choice (FSVAE, section "MMD loss").
   */
  MMD(1) {
    @Override
    Tensor between(Tensor posterior, Tensor prior) {
      // The filter is linear: of the difference once, not of both.
      return PostsynapticPotential.PUBLISHED.filter(posterior.sub(prior)).square().mean();
    }
  },
  /** {@code mean over t,n,d of (q - p)^2}; weight 1. */
  MMD_WITHOUT_PSP(1) {
    @Override
    Tensor between(Tensor posterior, Tensor prior) {
      return posterior.sub(prior).square().mean();
    }
  },
  /**
   * The divergence of two Bernoulli distributions, {@code q log((q+e)/(p+e)) + (1-q)
   * log((1-q+e)/(1-p+e))} with {@code e = 0.01}, summed over t and d, mean over n; weight 1e-4.
   */
  KLD(1e-4) {
    @Override
    Tensor between(Tensor posterior, Tensor prior) {
      Tensor fires = posterior.mul(logRatio(posterior, prior));
      Tensor rests = not(posterior).mul(logRatio(not(posterior), not(prior)));
      return fires.add(rests).sum().div(new Scalar((double) posterior.size(1)));
    }
  };

  private static final double EPSILON = 0.01;

  private final double weight;

  LatentDistance(double weight) {
    this.weight = weight;
  }

  /** Its factor in the loss. */
  double weight() {
    return weight;
  }

  /**
   * The distance, a differentiable number.
   *
   * @param posterior firing probabilities {@code [T, N, D]}
   * @param prior same shape
   */
  abstract Tensor between(Tensor posterior, Tensor prior);

  private static Tensor logRatio(Tensor a, Tensor b) {
    return a.add(new Scalar(EPSILON)).log().sub(b.add(new Scalar(EPSILON)).log());
  }

  private static Tensor not(Tensor probability) {
    return probability.neg().add(new Scalar(1.0));
  }
}
