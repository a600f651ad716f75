package io.spikelet.runtime.pool;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.model.ModelPackage;
import org.jspecify.annotations.Nullable;

/**
 * A model in memory and how many batches use it. Retired means: leaves memory with its last user.
 * The counts are guarded by the pool's lock.
 */
final class LoadedModel {

  private final ImageModel model;
  private final ModelPackage modelPackage;
  private final long memoryBytes;
  private int users;
  private boolean hadItsTurn;
  private PoolListener.@Nullable Unloading retirement;

  LoadedModel(ImageModel model, ModelPackage modelPackage, long memoryBytes) {
    this.model = model;
    this.modelPackage = modelPackage;
    this.memoryBytes = memoryBytes;
  }

  ImageModel model() {
    return model;
  }

  ModelPackage modelPackage() {
    return modelPackage;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  /** Whether a batch has run on it: until then it was loaded for nothing. */
  boolean hadItsTurn() {
    return hadItsTurn;
  }

  void enter() {
    users++;
  }

  /** Whether the one who leaves has to close it. */
  boolean leave() {
    users--;
    hadItsTurn = true;
    return retirement != null && users == 0;
  }

  /** Whether the one who retires it has to close it. */
  boolean retire(PoolListener.Unloading reason) {
    retirement = reason;
    return users == 0;
  }

  /** Why it was retired; null if it was not. */
  PoolListener.@Nullable Unloading retirement() {
    return retirement;
  }
}
