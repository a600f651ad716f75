package io.spikelet.training.export;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.Provenance;
import java.util.List;
import java.util.Map;

/** Packages of networks in tests, as a registry would give them. */
public final class Unpublished {

  private Unpublished() {}

  /**
   * A package.
   *
   * @param config what it says of its settings
   */
  public static ModelPackage of(
      ModelFamily family, ExportedNetwork network, Map<String, String> config) {
    return of(family, network, config, List.of());
  }

  /** As above, with labels. */
  public static ModelPackage of(
      ModelFamily family,
      ExportedNetwork network,
      Map<String, String> config,
      List<String> labels) {
    Provenance training =
        new Provenance(config, "none", 0, "sha256:none", 0, 0, 0, Map.of(), "test", null);
    PackageAssembly.Description description =
        new PackageAssembly.Description(family.id(), "none", training, Map.of(), "none", labels);
    return PackageAssembly.inMemory(family, network, description, "test");
  }
}
