package io.spikelet.training.family.anngan;

import static org.bytedeco.pytorch.global.torch.index_select;

import io.spikelet.training.layer.TensorMemory;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Rows of numbers, label by label, so that the networks of all labels compute at once.
 *
 * @param rows {@code [K, M, size]}
 * @param shares what each row counts in its label's mean, {@code [K, M]}: 1/n for each of n rows, 0
 *     for one that only fills up
 */
record LabelledRows(Tensor rows, Tensor shares) {

  /**
   * Rows in the order of their labels. M is the number of rows of the label that has most; other
   * labels are filled up with a row that does not count.
   *
   * @param rows {@code [N, size]}
   * @param labels of the rows, {@code (N)}; a row of another number than 0 to K-1 is left out
   * @param count K
   */
  static LabelledRows of(Tensor rows, int[] labels, int count) {
    int[][] places = new int[count][];
    for (int label = 0; label < count; label++) {
      int wanted = label;
      places[label] = IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray();
    }
    int most = Math.max(1, IntStream.range(0, count).map(k -> places[k].length).max().orElse(1));
    long[] chosen = new long[count * most];
    float[] shares = new float[count * most];
    for (int label = 0; label < count; label++) {
      for (int i = 0; i < places[label].length; i++) {
        chosen[label * most + i] = places[label][i];
        shares[label * most + i] = 1f / places[label].length;
      }
    }
    Tensor selected = index_select(rows, 0, Tensor.create(chosen, chosen.length));
    return new LabelledRows(
        selected.view(count, most, rows.size(1)), TensorMemory.tensor(shares, count, most));
  }

  /** Other rows that all count the same in the mean of a label that has rows here. */
  LabelledRows like(Tensor others) {
    long each = others.size(1);
    Tensor present = shares.sum(1).unsqueeze(1);
    return new LabelledRows(
        others, present.div(new Scalar((double) each)).expand(others.size(0), each));
  }

  /**
   * The mean over each label's rows; 0 for a label without any.
   *
   * @param values {@code [K, M]}
   * @return {@code [K]}
   */
  Tensor mean(Tensor values) {
    return values.mul(shares).sum(1);
  }
}
