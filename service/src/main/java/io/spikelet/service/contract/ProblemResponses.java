package io.spikelet.service.contract;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Answers that are problem details. Each status is described once, among the components; the
 * operations point there.
 */
final class ProblemResponses {
  /**
   * What any request may come to, whatever it asks for: it may be unreadable (400), sent by a page
   * of another origin (403), want a format that nobody offers (406), be addressed to another name
   * (421), meet a mistake of ours (500) or come while the service ends (503).
   */
  private static final int[] COMMON = {400, 403, 406, 421, 500, 503};

  private static final Map<Integer, String> DESCRIPTIONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(400, "A parameter, the body or the request itself is malformed."),
              Map.entry(401, "The admin token is missing or wrong."),
              Map.entry(403, "A page of another origin made a browser send this."),
              Map.entry(404, "There is no such model; or nobody may administrate."),
              Map.entry(406, "Nothing that Accept names is offered."),
              Map.entry(408, "The body came too slowly."),
              Map.entry(413, "The body is too large."),
              Map.entry(415, "The body is of a type that is not read here."),
              Map.entry(421, "The service does not answer to the name in Host."),
              Map.entry(422, "The content cannot be decoded, or the model cannot do this with it."),
              Map.entry(500, "The service made a mistake."),
              Map.entry(
                  503,
                  "Too many requests wait, the service ends, or the model or the registry cannot be"
                      + " used."),
              Map.entry(504, "The request took too long.")));

  private static final String OTHER = "default";
  private static final String OTHER_NAME = "Other";

  private ProblemResponses() {}

  /** Adds the description of every status. */
  static void describe(Components components) {
    DESCRIPTIONS.forEach(
        (status, description) ->
            components.addResponses(name(status), response(status, description)));
    components.addResponses(
        OTHER_NAME, response(0, "What the web server refuses before anybody else has seen it."));
  }

  /**
   * Writes what may go wrong into an operation.
   *
   * @param problems what its annotation says; the common statuses come on top
   */
  static void add(Operation operation, @Nullable Problems problems) {
    int[] own = problems == null ? new int[0] : problems.value();
    IntStream.concat(Arrays.stream(COMMON), Arrays.stream(own))
        .distinct()
        .forEach(status -> add(operation, status));
    operation.getResponses().addApiResponse(OTHER, reference(OTHER_NAME));
  }

  /** Where the operation itself answers with this status, it may do so in two forms. */
  private static void add(Operation operation, int status) {
    String key = Integer.toString(status);
    ApiResponse own = operation.getResponses().get(key);
    if (own == null || own.getContent() == null) {
      operation.getResponses().addApiResponse(key, reference(name(status)));
    } else {
      own.getContent().putAll(Schemas.problem());
      headers(own, status);
    }
  }

  private static ApiResponse reference(String name) {
    return new ApiResponse().$ref("#/components/responses/" + name);
  }

  private static String name(int status) {
    if (!DESCRIPTIONS.containsKey(status)) {
      throw new IllegalArgumentException("nobody has described the status " + status);
    }
    return HttpStatus.valueOf(status).getReasonPhrase().replace(" ", "");
  }

  private static ApiResponse response(int status, String description) {
    ApiResponse response = new ApiResponse().description(description).content(Schemas.problem());
    headers(response, status);
    return response;
  }

  private static void headers(ApiResponse response, int status) {
    Headers.addCommon(response);
    if (status == 401) {
      response.addHeaderObject("WWW-Authenticate", Headers.always("How to authenticate."));
    }
    if (status == 503) {
      response.addHeaderObject(
          "Retry-After", Headers.sometimes("Seconds after which to try again."));
    }
  }
}
