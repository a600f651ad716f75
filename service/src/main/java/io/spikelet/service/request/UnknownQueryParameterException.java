package io.spikelet.service.request;

import java.util.Collection;
import java.util.List;

/** A query parameter that the operation does not have; a typing error must not pass in silence. */
public final class UnknownQueryParameterException extends RuntimeException {
  private final String parameter;
  private final List<String> known;

  UnknownQueryParameterException(String parameter, Collection<String> known) {
    super(
        known.isEmpty()
            ? "There is no parameter '%s'; this operation has none.".formatted(parameter)
            : "There is no parameter '%s'; this operation has %s."
                .formatted(parameter, String.join(", ", known)));
    this.parameter = parameter;
    this.known = List.copyOf(known);
  }

  public String parameter() {
    return parameter;
  }

  /** The parameters that exist. */
  public List<String> known() {
    return known;
  }
}
