package io.spikelet.training.cli;

import io.spikelet.training.trainer.TrainingListener;

/** Shows how a run goes on; closed when the run is over or was stopped. */
interface TrainingProgress extends TrainingListener, AutoCloseable {

  @Override
  default void close() {}
}
