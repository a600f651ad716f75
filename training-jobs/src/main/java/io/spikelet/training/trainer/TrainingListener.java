package io.spikelet.training.trainer;

import java.util.Map;

/** Hears how a run goes on. */
public interface TrainingListener {

  /** A step is done. */
  void step(int epoch, int batch, int batches, double loss);

  /** An epoch is done; the metrics are those of its line in the metrics file. */
  void epoch(int epoch, int epochs, Map<String, Double> metrics);
}
