package io.spikelet.training.trainer;

import io.spikelet.runtime.model.ModelPackage;

/** Where a network finds published packages that it builds on. */
@FunctionalInterface
public interface PackageSource {

  /**
   * Finds a package.
   *
   * @param ref for example {@code spiking-autoencoder:mnist}
   */
  ModelPackage pull(String ref);
}
