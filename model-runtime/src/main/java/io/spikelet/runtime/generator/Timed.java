package io.spikelet.runtime.generator;

/** A result that knows where the time went. */
public interface Timed {

  /** The stages of the batch that made it. */
  StageTimes times();
}
