package io.spikelet.runtime.pool;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.model.ModelPackage;

/** Makes packages models. */
@FunctionalInterface
public interface Loader {

  /** Loads a package; what it throws fails the jobs that wait for it. */
  ImageModel load(ModelPackage modelPackage);

  /**
   * Bytes that the model is going to take, which are kept free for it while it is loaded; 0 if that
   * is not known before.
   */
  default long memoryBytes(ModelPackage modelPackage) {
    return 0;
  }
}
