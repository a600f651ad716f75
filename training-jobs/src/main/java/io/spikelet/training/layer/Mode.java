package io.spikelet.training.layer;

/** Which statistics batch normalisation uses. */
public enum Mode {
  /** Those of the batch; the running statistics are updated. */
  TRAIN,
  /**
   * Normalisation is set so that for this batch it changes nothing, in training and afterwards:
   * synapses whose weights have a normalisation folded in go on from there.
   */
  CALIBRATE,
  /** The running statistics, unchanged. */
  EVALUATE
}
