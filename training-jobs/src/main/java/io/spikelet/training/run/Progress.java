package io.spikelet.training.run;

/**
 * Where a run stands.
 *
 * @param epoch number of finished epochs
 * @param batch finished batches of the epoch that is under way
 * @param step finished optimiser steps of this run
 * @param images images that went through a training step in this run
 * @param seconds training time of this run
 * @param lossSum sum of the losses of the epoch that is under way, batch by batch
 * @param metricsBytes length of the metrics file that belongs to this state
 */
public record Progress(
    int epoch,
    int batch,
    long step,
    long images,
    double seconds,
    double lossSum,
    long metricsBytes) {

  /** The beginning of a run. */
  public static final Progress START = new Progress(0, 0, 0, 0, 0, 0, 0);
}
