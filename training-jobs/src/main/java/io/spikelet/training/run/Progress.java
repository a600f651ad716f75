package io.spikelet.training.run;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a run stands.
 *
 * @param epoch number of finished epochs
 * @param batch finished batches of the epoch that is under way
 * @param step finished optimiser steps of this run
 * @param images images that went through a training step in this run
 * @param seconds training time of this run
 * @param lossSums sums of the named losses of the epoch that is under way, batch by batch
 * @param metricsBytes length of the metrics file that belongs to this state
 */
public record Progress(
    int epoch,
    int batch,
    long step,
    long images,
    double seconds,
    SortedMap<String, Double> lossSums,
    long metricsBytes) {

  /** The beginning of a run. */
  public static final Progress START = new Progress(0, 0, 0, 0, 0, new TreeMap<>(), 0);

  public Progress {
    lossSums = Collections.unmodifiableSortedMap(new TreeMap<>(lossSums));
  }

  /**
   * After one more batch.
   *
   * @param images of the batch
   * @param seconds training time of the run by now
   * @param losses of the batch, by name. In the middle of an epoch one that has no sum yet is left
   *     out: its mean would lack the batches before.
   */
  public Progress afterBatch(int images, double seconds, Map<String, Double> losses) {
    TreeMap<String, Double> sums = new TreeMap<>(batch == 0 ? losses : lossSums);
    if (batch > 0) {
      sums.replaceAll((name, sum) -> sum + losses.getOrDefault(name, Double.NaN));
    }
    return new Progress(epoch, batch + 1, step + 1, this.images + images, seconds, sums, 0);
  }

  /** At the beginning of the next epoch. */
  public Progress afterEpoch() {
    return new Progress(epoch + 1, 0, step, images, seconds, new TreeMap<>(), 0);
  }

  /** Means of the named losses over the batches of the epoch that is under way. */
  public SortedMap<String, Double> lossMeans() {
    TreeMap<String, Double> means = new TreeMap<>(lossSums);
    means.replaceAll((name, sum) -> sum / batch);
    return means;
  }

  Progress withMetrics(long bytes) {
    return new Progress(epoch, batch, step, images, seconds, lossSums, bytes);
  }
}
