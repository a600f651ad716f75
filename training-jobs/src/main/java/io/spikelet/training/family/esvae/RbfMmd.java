package io.spikelet.training.family.esvae;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.mm;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Maximum mean discrepancy of two sets of firing rates with a sum of five Gaussian kernels (ESVAE
 * equation 10; the kernel's constants from the published code).
 *
 * <pre>
 * S = rows of a, then rows of b (2N rows)          d2[i,j] = |S[i] - S[j]|^2
 * b0 = sum d2 / ((2N)^2 - 2N), a constant for the gradient
 * k[i,j] = sum over m = 0..4 of exp(-d2[i,j] / (b0 * 2^(m-2)))
 * mmd = mean k[a,a] + mean k[b,b] - mean k[a,b] - mean k[b,a]
 * </pre>
 *
 * The diagonals are included (the biased estimate). Where all rates are equal the bandwidth is 0
 * and so is the discrepancy.
 */
public final class RbfMmd {

  private static final int KERNELS = 5;

  private RbfMmd() {}

  /**
   * The discrepancy, on libtorch's tape.
   *
   * @param a {@code [N, D]}
   * @param b {@code [N, D]}
   * @return a scalar
   */
  public static Tensor of(Tensor a, Tensor b) {
    long n = a.size(0);
    Tensor rows = cat(new TensorVector(a, b), 0);
    Tensor distances = squaredDistances(rows);
    double bandwidth = distances.detach().sum().item_double() / (4.0 * n * n - 2.0 * n);
    if (bandwidth == 0) {
      return distances.sum().mul(new Scalar(0.0));
    }
    Tensor kernel = zeros_like(distances);
    for (int m = 0; m < KERNELS; m++) {
      double width = bandwidth * Math.pow(2, m - KERNELS / 2);
      kernel = kernel.add(distances.div(new Scalar(-width)).exp());
    }
    Tensor within = block(kernel, 0, 0, n).add(block(kernel, n, n, n));
    return within.sub(block(kernel, 0, n, n)).sub(block(kernel, n, 0, n));
  }

  private static Tensor block(Tensor kernel, long row, long column, long n) {
    return kernel.narrow(0, row, n).narrow(1, column, n).mean();
  }

  private static Tensor squaredDistances(Tensor rows) {
    Tensor norms = rows.square().sum(1);
    Tensor products = mm(rows, rows.t());
    Tensor distances = norms.unsqueeze(1).add(norms.unsqueeze(0)).sub(products.mul(new Scalar(2)));
    return distances.clamp_min(new Scalar(0.0));
  }
}
