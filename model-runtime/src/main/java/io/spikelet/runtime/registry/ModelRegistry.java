package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.PackageDraft;
import java.nio.file.Path;
import java.util.List;

/** A place that holds packages. Safe for use by many threads and, for a layout, many processes. */
public interface ModelRegistry {

  /**
   * The registry at a URI. Nothing is read yet: a registry that is missing now may be there later.
   *
   * @param uri {@code oci-layout:DIRECTORY}
   * @throws IllegalArgumentException for any other URI, saying what is allowed
   */
  static ModelRegistry open(String uri) {
    if (uri.startsWith("oci://") || uri.startsWith("oci+http://")) {
      throw new IllegalArgumentException(
          "registry '%s': remote registries are not built in yet; use oci-layout:DIRECTORY"
              .formatted(uri));
    }
    if (!uri.startsWith(LayoutRegistry.SCHEME) || uri.equals(LayoutRegistry.SCHEME)) {
      throw new IllegalArgumentException(
          "registry '%s' is not understood; it must be oci-layout:DIRECTORY, such as".formatted(uri)
              + " oci-layout:models");
    }
    return new LayoutRegistry(Path.of(uri.substring(LayoutRegistry.SCHEME.length())));
  }

  /**
   * Every package that has a tag, sorted by name. A damaged one is listed with the reason; it never
   * hides the others. Verifies every blob.
   *
   * @throws RegistryUnavailableException if the registry itself cannot be read
   */
  List<RegistryEntry> list();

  /**
   * The digest that a reference means now. Cheap enough for every request.
   *
   * @throws ModelNotFoundException if there is no such package
   * @throws RegistryUnavailableException if the registry itself cannot be read
   */
  Digest resolve(ModelRef ref);

  /**
   * The package, whole and verified.
   *
   * @throws ModelNotFoundException if there is no such package
   * @throws DamagedPackageException if a byte of it is not what it should be
   * @throws RegistryUnavailableException if the registry itself cannot be read
   */
  ModelPackage pull(ModelRef ref);

  /**
   * Stores a package and points the references at it. Readers see it whole or not at all.
   *
   * @param refs at least one, none with a digest; a tag that exists is moved
   * @return the digest of its manifest: the same for the same draft, always
   * @throws RegistryUnavailableException if the registry cannot be written
   */
  Digest publish(PackageDraft draft, List<ModelRef> refs);
}
