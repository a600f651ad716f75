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
   * @param uri {@code oci-layout:DIRECTORY}, {@code oci://HOST[:PORT][/PREFIX]} or, for plain HTTP,
   *     {@code oci+http://HOST[:PORT][/PREFIX]}
   * @param access how a registry that is reached over the network is
   * @throws IllegalArgumentException for any other URI, saying what is allowed
   */
  static ModelRegistry open(String uri, RegistryAccess access) {
    if (uri.startsWith(LayoutRegistry.SCHEME) && !uri.equals(LayoutRegistry.SCHEME)) {
      return new LayoutRegistry(Path.of(uri.substring(LayoutRegistry.SCHEME.length())));
    }
    return new RemoteRegistry(
        RemoteAddress.parse(uri)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "registry '%s' is not understood; it must be oci-layout:DIRECTORY or"
                                .formatted(uri)
                            + " oci://HOST[:PORT][/PREFIX] (oci+http:// without TLS), such as"
                            + " oci-layout:models or oci://registry.example.com/spikelet")),
        access);
  }

  /** As {@link #open(String, RegistryAccess)}, with what the environment says of access. */
  static ModelRegistry open(String uri) {
    return open(uri, RegistryAccess.fromEnvironment());
  }

  /**
   * Every package that has a tag, sorted by name. A damaged one is listed with the reason; it never
   * hides the others. Every blob was verified as it is now; cheap as long as none changes.
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
   * Every byte of a package, verified: for {@link #store} of another registry.
   *
   * @throws ModelNotFoundException if there is no such package
   * @throws DamagedPackageException if a byte of it is not what it should be
   * @throws RegistryUnavailableException if the registry itself cannot be read
   */
  PackageContents contents(ModelRef ref);

  /**
   * Stores a package and points the references at it. Readers see it whole or not at all.
   *
   * @param refs at least one, none with a digest; a tag that exists is moved
   * @throws RegistryUnavailableException if the registry cannot be written
   */
  void store(PackageContents contents, List<ModelRef> refs);

  /**
   * As {@link #store}, of a new package.
   *
   * @return the digest of its manifest: the same for the same draft, always
   */
  default Digest publish(PackageDraft draft, List<ModelRef> refs) {
    PackageContents contents = PackageContents.of(draft);
    store(contents, refs);
    return contents.digest();
  }

  /**
   * Learns what a reference means now, where {@link #resolve} goes by what was learnt before.
   *
   * @throws ModelNotFoundException if there is no such package any more
   * @throws RegistryUnavailableException if the registry itself cannot be read
   */
  void refresh(ModelRef ref);
}
