package io.spikelet.training.dataset;

/**
 * How a data set of IDX files names and stores its pictures.
 *
 * @param trainPrefix what the training files begin with
 * @param testPrefix what the test files begin with
 * @param firstLabel the number of the first class in the files
 * @param classes number of classes
 * @param transposed whether the files hold columns for rows
 */
record IdxLayout(
    String trainPrefix, String testPrefix, int firstLabel, int classes, boolean transposed) {

  static final IdxLayout MNIST = new IdxLayout("train", "t10k", 0, 10, false);

  /** Letters count from 1 and lie on their side (Cohen et al., EMNIST, 2017). */
  static final IdxLayout EMNIST_LETTERS =
      new IdxLayout("emnist-letters-train", "emnist-letters-test", 1, 26, true);

  String prefix(Split split) {
    return switch (split) {
      case TRAIN -> trainPrefix;
      case TEST -> testPrefix;
    };
  }
}
