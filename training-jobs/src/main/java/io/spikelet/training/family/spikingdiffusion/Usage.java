package io.spikelet.training.family.spikingdiffusion;

import static org.bytedeco.pytorch.global.torch.bincount;

import io.spikelet.training.layer.TensorMemory;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How often each code of a codebook was used.
 *
 * @param counts {@code (K)}
 */
record Usage(double[] counts) {

  static Usage none(int codes) {
    return new Usage(new double[codes]);
  }

  /** Counts the codes of maps. */
  static Usage of(Tensor maps, int codes) {
    Tensor counted = bincount(maps.contiguous().view(-1), new TensorOptional(), codes);
    float[] floats = TensorMemory.floats(counted.to(ScalarType.Float));
    double[] counts = new double[codes];
    for (int k = 0; k < codes; k++) {
      counts[k] = floats[k];
    }
    return new Usage(counts);
  }

  Usage plus(Usage other) {
    double[] sums = counts.clone();
    for (int k = 0; k < sums.length; k++) {
      sums[k] += other.counts[k];
    }
    return new Usage(sums);
  }

  /** The share of codes that were used at all, in [0, 1]. */
  double share() {
    int used = 0;
    for (double count : counts) {
      used += count > 0 ? 1 : 0;
    }
    return (double) used / counts.length;
  }

  /** {@code exp(-sum p ln p)}: as many codes, used equally often, would carry as much. */
  double perplexity() {
    double total = 0;
    for (double count : counts) {
      total += count;
    }
    double entropy = 0;
    for (double count : counts) {
      if (count > 0) {
        entropy -= count / total * Math.log(count / total);
      }
    }
    return Math.exp(entropy);
  }
}
