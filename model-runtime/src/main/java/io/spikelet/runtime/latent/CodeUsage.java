package io.spikelet.runtime.latent;

import java.util.Arrays;

/**
 * How often each code of a codebook was used.
 *
 * @param counts {@code (K)}, at least one of them above 0 where shares are asked for; not copied
 */
public record CodeUsage(long[] counts) {

  /** No code used yet. */
  public static CodeUsage none(int codes) {
    return new CodeUsage(new long[codes]);
  }

  /** These uses and those of other maps. */
  public CodeUsage plus(CodeUsage other) {
    long[] sums = counts.clone();
    for (int k = 0; k < sums.length; k++) {
      sums[k] += other.counts[k];
    }
    return new CodeUsage(sums);
  }

  /** The share of codes that were used at all, in [0, 1]. */
  public double share() {
    return (double) Arrays.stream(counts).filter(count -> count > 0).count() / counts.length;
  }

  /** {@code exp(-sum p ln p)}: as many codes, used equally often, would carry as much. */
  public double perplexity() {
    double total = Arrays.stream(counts).sum();
    double entropy =
        Arrays.stream(counts)
            .filter(count -> count > 0)
            .mapToDouble(count -> -count / total * Math.log(count / total))
            .sum();
    return Math.exp(entropy);
  }
}
