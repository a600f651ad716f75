package io.spikelet.runtime.generator;

import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import java.util.Set;

/** A model was asked for what it cannot do. */
public final class UnsupportedCapabilityException extends RuntimeException {

  private final transient ModelRef ref;
  private final Capability capability;
  private final transient Set<Capability> offered;

  public UnsupportedCapabilityException(ModelRef ref, ModelSpec spec, Capability capability) {
    super(
        "model %s does not offer %s, only %s%s"
            .formatted(
                ref,
                capability.id(),
                spec.capabilities().stream().sorted().map(Capability::id).toList(),
                reason(spec, capability)));
    this.ref = ref;
    this.capability = capability;
    this.offered = Set.copyOf(spec.capabilities());
  }

  private static String reason(ModelSpec spec, Capability capability) {
    boolean aboutSpikes =
        switch (capability) {
          case LATENTS, DECODE -> true;
          case GENERATE, RECONSTRUCT, AUDIO_TO_IMAGE, CLASSIFY -> false;
        };
    return aboutSpikes && spec.layers().stream().noneMatch(LayerSpec::spiking)
        ? ": it is an ordinary network and has no spike trains"
        : "";
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
