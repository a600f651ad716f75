package io.spikelet.training.layer;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Spikes drawn with the firing rate as probability at every time step, and a surrogate gradient
 * through the draw (ESVAE section III-C, equations 7 and 8).
 *
 * <pre>
 * z[t,n,d] = 1 if u[t,n,d] &lt; r[n,d], else 0
 * dL/dr[n,d] = sum over t of dL/dz[t,n,d] * [ |r[n,d] - u[t,n,d]| &lt; 0.5 ]
 * </pre>
 */
public final class PoissonSpikes {

  private PoissonSpikes() {}

  /**
   * Draws the spikes.
   *
   * @param rates {@code [N, D]}, in [0, 1]
   * @param uniforms {@code [T, N, D]}, in [0, 1)
   * @return {@code [T, N, D]}, 0 or 1
   */
  public static Tensor forward(Tensor rates, Tensor uniforms) {
    return uniforms.lt(rates.unsqueeze(0)).to(ScalarType.Float);
  }

  /**
   * The surrogate gradient of the draw.
   *
   * @param gradient dL/d(spikes), {@code [T, N, D]}
   * @return dL/d(rates), {@code [N, D]}
   */
  public static Tensor backward(Tensor gradient, Tensor rates, Tensor uniforms) {
    Tensor window = uniforms.sub(rates.unsqueeze(0)).abs().lt(new Scalar(0.5f));
    return gradient.mul(window.to(ScalarType.Float)).sum(0);
  }
}
