package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.ModelRef;
import java.util.List;

/** No package has this reference; the message lists those there are. */
public final class ModelNotFoundException extends RuntimeException {

  private final ModelRef ref;
  private final List<String> known;

  /**
   * @param known the references that exist, as {@code name:tag}
   */
  public ModelNotFoundException(ModelRef ref, List<String> known) {
    super(
        known.isEmpty()
            ? "no model %s; the registry is empty".formatted(ref)
            : "no model %s; known are %s".formatted(ref, String.join(", ", known)));
    this.ref = ref;
    this.known = List.copyOf(known);
  }

  /** What was asked for. */
  public ModelRef ref() {
    return ref;
  }

  /** The references that exist, as {@code name:tag}, sorted. */
  public List<String> known() {
    return known;
  }
}
