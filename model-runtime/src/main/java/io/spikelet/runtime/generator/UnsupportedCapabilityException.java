package io.spikelet.runtime.generator;

import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelRef;
import java.util.Set;

/** A model was asked for what it cannot do. */
public final class UnsupportedCapabilityException extends RuntimeException {

  private final transient ModelRef ref;
  private final Capability capability;
  private final transient Set<Capability> offered;

  public UnsupportedCapabilityException(
      ModelRef ref, Capability capability, Set<Capability> offered) {
    super(
        "model %s does not offer %s, only %s"
            .formatted(
                ref, capability.id(), offered.stream().sorted().map(Capability::id).toList()));
    this.ref = ref;
    this.capability = capability;
    this.offered = Set.copyOf(offered);
  }

  public ModelRef ref() {
    return ref;
  }

  public Capability capability() {
    return capability;
  }

  /** What the model can do. */
  public Set<Capability> offered() {
    return offered;
  }
}
