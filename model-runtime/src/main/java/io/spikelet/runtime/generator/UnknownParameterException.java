package io.spikelet.runtime.generator;

import io.spikelet.runtime.model.ModelRef;
import java.util.Set;
import java.util.TreeSet;

/** A task has a parameter that the model's family does not know. */
public final class UnknownParameterException extends RuntimeException {

  private final transient ModelRef ref;
  private final String parameter;
  private final transient Set<String> known;

  public UnknownParameterException(ModelRef ref, String parameter, Set<String> known) {
    super(
        "model %s does not know the parameter %s; %s"
            .formatted(
                ref,
                parameter,
                known.isEmpty() ? "it has none" : "it knows " + new TreeSet<>(known)));
    this.ref = ref;
    this.parameter = parameter;
    this.known = Set.copyOf(known);
  }

  public ModelRef ref() {
    return ref;
  }

  public String parameter() {
    return parameter;
  }

  /** The parameters that the family knows. */
  public Set<String> known() {
    return known;
  }
}
