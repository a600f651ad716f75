package io.spikelet.training.evaluation;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The Frechet distance between two sets of feature vectors, each taken for a sample of a normal
 * distribution. Computed in doubles with ND4J, whose native library is loaded by the first call,
 * which takes some seconds.
 *
 * <pre>
 *   d = |m1 - m2|^2 + tr S1 + tr S2 - 2 tr sqrt(S1 S2)
 *   m: means, S: covariances with divisor n - 1
 * </pre>
 *
 * <p>The product {@code S1 S2} is not symmetric, but with {@code S1 = A A'} it has the eigenvalues
 * of {@code A' S2 A}, which is; the trace of its root is the sum of their roots. Covariances may be
 * singular, as those of fewer vectors than features are.
 *
 * <p>Source: Dowson and Landau, Journal of Multivariate Analysis 12, 1982; for images Heusel et
 * al., "GANs trained by a two time-scale update rule", NeurIPS 2017.
 */
final class FrechetDistance {

  private static final int LEAST = 2;

  private FrechetDistance() {}

  /** Mean {@code [1, D]} and covariance {@code [D, D]} of a set. */
  private record Moments(INDArray mean, INDArray covariance) {

    /** Of the rows of {@code x [n, D]}. */
    static Moments of(INDArray x) {
      INDArray mean = x.mean(true, 0);
      INDArray centred = x.subRowVector(mean);
      INDArray covariance = centred.transpose().mmul(centred).divi(x.rows() - 1);
      return new Moments(mean, covariance);
    }

    double trace() {
      return Nd4j.diag(covariance).sumNumber().doubleValue();
    }
  }

  /**
   * The distance between two sets; 0 if means and covariances are the same.
   *
   * @param first at least two vectors
   * @param second at least two vectors of the same size
   * @throws IllegalArgumentException if there are fewer, or sizes differ
   */
  static double between(List<float[]> first, List<float[]> second) {
    int size = first.isEmpty() ? 0 : first.getFirst().length;
    Moments one = Moments.of(matrix("first", first, size));
    Moments other = Moments.of(matrix("second", second, size));
    double means = one.mean().squaredDistance(other.mean());
    return means
        + one.trace()
        + other.trace()
        - 2 * traceOfRoot(one.covariance(), other.covariance());
  }

  /** {@code tr sqrt(S1 S2)}. */
  private static double traceOfRoot(INDArray one, INDArray other) {
    INDArray root = factor(one);
    INDArray product = root.transpose().mmul(other).mmul(root);
    return Transforms.sqrt(eigenvalues(product, false)).sumNumber().doubleValue();
  }

  /** A with {@code S = A A'}: eigenvectors times the roots of their eigenvalues. */
  private static INDArray factor(INDArray symmetric) {
    INDArray vectors = symmetric.dup('f');
    INDArray values = eigenvalues(vectors, true);
    return vectors.mulRowVector(Transforms.sqrt(values));
  }

  /**
   * Eigenvalues of a matrix that has none below zero but by rounding.
   *
   * @param matrix replaced by the eigenvectors, one a column, if {@code vectors}
   */
  private static INDArray eigenvalues(INDArray matrix, boolean vectors) {
    return Transforms.max(Eigen.symmetricGeneralizedEigenvalues(matrix, vectors), 0.0);
  }

  private static INDArray matrix(String name, List<float[]> vectors, int size) {
    if (vectors.size() < LEAST) {
      throw new IllegalArgumentException(
          "%s must have at least %d vectors, not %d".formatted(name, LEAST, vectors.size()));
    }
    double[] joined = new double[vectors.size() * size];
    for (int n = 0; n < vectors.size(); n++) {
      float[] vector = vectors.get(n);
      if (vector.length != size) {
        throw new IllegalArgumentException(
            "vectors must have %d features, but one of %s has %d"
                .formatted(size, name, vector.length));
      }
      for (int d = 0; d < size; d++) {
        joined[n * size + d] = vector[d];
      }
    }
    return Nd4j.create(joined, new long[] {vectors.size(), size}, DataType.DOUBLE);
  }
}
