package io.spikelet.training.export;

/** How the weights of an exported graph are stored. Arithmetic is in 32 bits either way. */
public enum WeightStorage {
  /** As trained, four bytes a weight. */
  FLOAT32,
  /**
   * Rounded to half precision after batch normalisation was folded in, two bytes a weight. A cast
   * in the graph widens them; the engine folds it away when it loads the graph.
   */
  FLOAT16
}
