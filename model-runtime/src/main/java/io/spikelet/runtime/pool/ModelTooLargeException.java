package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelRef;

/** A model that does not fit into the memory budget even alone. */
public final class ModelTooLargeException extends RuntimeException {

  private final ModelRef ref;
  private final long neededBytes;
  private final long budgetBytes;

  ModelTooLargeException(ModelRef ref, long neededBytes, long budgetBytes) {
    super(
        "model %s needs %d bytes, but the memory budget of the pool is %d bytes"
            .formatted(ref, neededBytes, budgetBytes));
    this.ref = ref;
    this.neededBytes = neededBytes;
    this.budgetBytes = budgetBytes;
  }

  /** The model. */
  public ModelRef ref() {
    return ref;
  }

  /** What it occupies, by its own account. */
  public long neededBytes() {
    return neededBytes;
  }

  /** What all models together may occupy. */
  public long budgetBytes() {
    return budgetBytes;
  }
}
