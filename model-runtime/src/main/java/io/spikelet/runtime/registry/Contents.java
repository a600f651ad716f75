package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.ModelRef;

/** Where a package's bytes come from. */
interface Contents {

  /**
   * A content, verified.
   *
   * @param ref package that it belongs to
   * @param what names it in complaints
   * @throws DamagedPackageException if it is missing or not what the descriptor says
   * @throws RegistryUnavailableException if the registry itself cannot be read
   */
  byte[] read(ModelRef ref, String what, Descriptor descriptor);
}
