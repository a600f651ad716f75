package io.spikelet.training.family.spikingdiffusion;

import static org.bytedeco.pytorch.global.torch.full;

import io.spikelet.training.layer.MembraneReadout;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.PostsynapticPotential;
import io.spikelet.training.layer.TensorMemory;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What the codebook sees of a spike train: its firing rate mixed with its temporal weight.
 *
 * <pre>feature = a * mean over t of z[t] + (1 - a) * temporal(z)</pre>
 *
 * a is trained, starts at 0.5 and is not limited. Spiking-Diffusion, section "VQ-SVAE", where a is
 * called k.
 */
final class SpikeFeature {

  /** The second part of the mixture. */
  enum Temporal {
    /** The leaky sum {@code sum over t of 0.8^(T-1-t) * z[t]}: what the published code computes. */
    MEMBRANE {
      @Override
      float[] coefficients(int timeSteps) {
        return MembraneReadout.PUBLISHED.coefficients(timeSteps);
      }
    },
    /** The postsynaptic potential after the last time step: what the paper says. */
    POTENTIAL {
      @Override
      float[] coefficients(int timeSteps) {
        float tau = PostsynapticPotential.PUBLISHED.tau();
        float[] coefficients = new MembraneReadout(1 - 1 / tau).coefficients(timeSteps);
        for (int t = 0; t < timeSteps; t++) {
          coefficients[t] /= tau;
        }
        return coefficients;
      }
    };

    /** The factor of each time step. */
    abstract float[] coefficients(int timeSteps);
  }

  private final Parameter mix;
  private final Temporal temporal;

  SpikeFeature(Temporal temporal) {
    this.mix = Parameter.base("quantiser.mix", full(new long[] {1}, new Scalar(0.5f)));
    this.temporal = temporal;
  }

  Parameter mix() {
    return mix;
  }

  /** What a spike counts in the feature, by time step. */
  float[] coefficients(int timeSteps) {
    float a = mix.value().item_float();
    float[] coefficients = temporal.coefficients(timeSteps);
    for (int t = 0; t < timeSteps; t++) {
      coefficients[t] += a * (1f / timeSteps - coefficients[t]);
    }
    return coefficients;
  }

  /** Finds the mixture that has these {@link #coefficients}. */
  void becomes(float[] coefficients) {
    int timeSteps = coefficients.length;
    float weighted = temporal.coefficients(timeSteps)[0];
    mix.value().fill_(new Scalar((coefficients[0] - weighted) / (1f / timeSteps - weighted)));
  }

  /**
   * The feature, on the tape of {@code spikes} and {@code a}.
   *
   * @param spikes {@code [T, N, C, H, W]}
   * @param a the mixture
   * @return {@code [N, C, H, W]}
   */
  Tensor of(Tensor spikes, Tensor a) {
    int timeSteps = Math.toIntExact(spikes.size(0));
    Tensor factors = TensorMemory.tensor(temporal.coefficients(timeSteps), timeSteps, 1, 1, 1, 1);
    Tensor weighted = spikes.mul(factors).sum(0);
    Tensor rate = spikes.mean(0);
    return weighted.add(a.mul(rate.sub(weighted)));
  }
}
