package io.spikelet.service.contract;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import java.util.Set;

/** Headers of answers, and whether a client may count on them. */
final class Headers {
  private static final String REQUEST_ID = "X-Request-Id";

  private static final Map<String, String> COST =
      Map.of(
          "Snn-Model", "The package that answered, name:tag@sha256:digest.",
          "Snn-Seed", "Seed of the random streams; absent where nothing was drawn.",
          "Snn-Energy-Estimate", "Joules of the synaptic operations; profile, scope and grade.",
          "Snn-Synops",
              "Accumulations, multiply-accumulations, and both if all inputs were active.",
          "Snn-Spikes", "Spikes of all layers.",
          "Snn-Firing-Rate", "Spikes per neuron per time step.",
          "Snn-Energy-Ann-Equivalent", "Joules of an ordinary network of the same layers.",
          "Server-Timing", "Milliseconds of queue, latent, decode and encode.",
          "Repr-Digest",
              "SHA-256 of the representation (RFC 9530): of the body as it is sent, compressed where"
                  + " Content-Encoding says so.");

  // A classifier, for example, draws nothing.
  private static final Set<String> SOMETIMES = Set.of("Snn-Seed");

  private Headers() {}

  /** A header that every such answer has. */
  static Header always(String description) {
    return header(description, true);
  }

  /** A header that may be missing. */
  static Header sometimes(String description) {
    return header(description, false);
  }

  /** Describes what every answer has, once. */
  static void describe(Components components) {
    components.addHeaders(
        REQUEST_ID,
        always("The id on the log lines of this request; the client's own where it sent one."));
  }

  /** Points at what every answer has. */
  static void addCommon(ApiResponse response) {
    response.addHeaderObject(REQUEST_ID, new Header().$ref("#/components/headers/" + REQUEST_ID));
  }

  /** What tells this answer from the ones before and after it. */
  static void addTag(ApiResponse response) {
    response.addHeaderObject(
        "ETag",
        always(
            "Changes with the content. A client that has an answer sends its tag as If-None-Match."));
  }

  /**
   * What the answer cost.
   *
   * @param events whether the answer may be a stream of events: its head is sent before the work is
   *     done, and the cost stands in the last event
   */
  static void addCost(ApiResponse response, boolean events) {
    COST.forEach(
        (name, description) ->
            response.addHeaderObject(
                name, header(description, !events && !SOMETIMES.contains(name))));
  }

  private static Header header(String description, boolean required) {
    return new Header().description(description).required(required).schema(Schemas.of("string"));
  }
}
