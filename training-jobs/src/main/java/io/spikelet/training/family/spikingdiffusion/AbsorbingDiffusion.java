package io.spikelet.training.family.spikingdiffusion;

import static org.bytedeco.pytorch.global.torch.log_softmax;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The forward process of absorbing-state diffusion and the loss of what undoes it
 * (Spiking-Diffusion, section "SDID"; factors from its published code).
 *
 * <p>At time t of P, the number of positions, each code is masked with probability t/P on its own.
 *
 * <pre>
 * CE   = sum over masked positions of -log softmax(logits)[code]
 * loss = mean over images of w(t) * CE
 * REWEIGHTED: w = (1 - t/P) / (P ln 2)        ELBO: w = 1 / (t ln 2)
 * </pre>
 *
 * @param objective which weight an image's time gets
 * @param positions P
 */
record AbsorbingDiffusion(Objective objective, int positions) {

  /** The weight of a time. */
  enum Objective {
    REWEIGHTED,
    ELBO
  }

  /** Where codes are masked, {@code u < t/P}: 1 or 0, of the shape of {@code uniforms}. */
  Tensor masked(Tensor uniforms, Tensor time) {
    return uniforms.lt(time.div(new Scalar(positions)).view(-1, 1, 1));
  }

  /**
   * The loss, on the tape of {@code logits}.
   *
   * @param logits {@code [N, K, H, W]}
   * @param codes the true code map, {@code [N, H, W]}
   * @param masked as {@link #masked} gives it
   * @param time {@code [N]}, 1 to P
   */
  Tensor loss(Tensor logits, Tensor codes, Tensor masked, Tensor time) {
    Tensor likelihood = log_softmax(logits, 1).gather(1, codes.unsqueeze(1)).squeeze(1);
    Tensor perImage = likelihood.neg().mul(masked).sum(1, 2);
    return perImage.mul(weight(time)).mean();
  }

  private Tensor weight(Tensor time) {
    double bits = Math.log(2);
    return switch (objective) {
      case REWEIGHTED ->
          time.div(new Scalar(-positions)).add(new Scalar(1)).div(new Scalar(positions * bits));
      case ELBO -> time.mul(new Scalar(bits)).reciprocal();
    };
  }
}
