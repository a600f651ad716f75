package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.ModelRef;
import java.util.List;

/** What a package may be published under. */
final class RegistryTags {

  private RegistryTags() {}

  /**
   * @throws IllegalArgumentException unless there is a tag, and only tags
   */
  static void require(List<ModelRef> refs) {
    if (refs.isEmpty()) {
      throw new IllegalArgumentException("a package must be published under at least one tag");
    }
    for (ModelRef ref : refs) {
      if (ref.digest() != null) {
        throw new IllegalArgumentException(
            "a package is published under a tag, not under a digest: " + ref);
      }
    }
  }
}
