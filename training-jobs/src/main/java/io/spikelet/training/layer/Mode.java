package io.spikelet.training.layer;

/** Which statistics batch normalisation uses. */
public enum Mode {
  /** Those of the batch; the running statistics are updated. */
  TRAIN,
  /** The running statistics, unchanged. */
  EVALUATE
}
