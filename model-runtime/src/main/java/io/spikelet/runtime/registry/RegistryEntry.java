package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One package of a registry under one name.
 *
 * @param name of the model
 * @param tags that point at it, sorted, at least one
 * @param digest of its manifest
 * @param spec null if the package is damaged
 * @param damage why it cannot be used; null if it can
 */
public record RegistryEntry(
    String name,
    List<String> tags,
    Digest digest,
    @Nullable ModelSpec spec,
    @Nullable String damage) {

  /**
   * Copies the tags.
   *
   * @throws IllegalArgumentException unless there is either a spec or a damage
   */
  public RegistryEntry {
    tags = List.copyOf(tags);
    if ((spec == null) == (damage == null)) {
      throw new IllegalArgumentException("a package has either a spec or a damage");
    }
  }

  /** Whether it cannot be used. */
  public boolean damaged() {
    return damage != null;
  }
}
