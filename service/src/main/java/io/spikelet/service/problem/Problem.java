package io.spikelet.service.problem;

import java.net.URI;
import org.slf4j.MDC;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * Kinds of problem. The {@code type} is a name that stays; nothing is to be fetched from it.
 *
 * <p>Every way to an error answer, in the dispatcher or around it, builds the answer here.
 */
enum Problem {
  INVALID_PARAMETER("invalid-parameter", "Invalid parameter"),
  INVALID_BODY("invalid-body", "Invalid body"),
  MODEL_NOT_FOUND("model-not-found", "Model not found"),
  BODY_TOO_LARGE("body-too-large", "Body too large"),
  UNSUPPORTED_BODY("unsupported-body", "Unsupported type of body"),
  UNSUPPORTED_CODING("unsupported-content-coding", "Unsupported content coding of the body"),
  NOT_ACCEPTABLE("not-acceptable", "No acceptable format"),
  UNDECODABLE("undecodable-content", "Undecodable content"),
  SPIKE_TRAIN_SIZE("spike-train-size", "Wrong size of the spike train"),
  UNSUITABLE_INPUT("unsuitable-input", "The model takes something else"),
  UNSUPPORTED_CAPABILITY("unsupported-capability", "The model cannot do this"),
  OVERLOADED("overloaded", "Too many requests wait"),
  SHUTTING_DOWN("shutting-down", "The service is shutting down"),
  MODEL_UNAVAILABLE("model-unavailable", "The model cannot be used"),
  REGISTRY_UNAVAILABLE("registry-unavailable", "The registry cannot be read"),
  DEADLINE("deadline-exceeded", "The request took too long"),
  SLOW_BODY("slow-body", "The body came too slowly"),
  FOREIGN_PAGE("foreign-page", "A page of another origin"),
  UNKNOWN_HOST("unknown-host", "Not the name of this service"),
  UNAUTHORIZED("unauthorized", "Not authorised"),
  HTTP("http", "Request refused"),
  INTERNAL("internal", "Internal error");

  private final String slug;
  private final String title;

  Problem(String slug, String title) {
    this.slug = slug;
    this.title = title;
  }

  /** The detail of a problem; the message may begin and end like the runtime's messages do. */
  ProblemDetail detail(HttpStatusCode status, String message) {
    ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, sentence(message));
    detail.setType(URI.create("urn:spikelet:problem:" + slug));
    detail.setTitle(title);
    String requestId = MDC.get("request_id");
    if (requestId != null) {
      detail.setProperty("request_id", requestId);
    }
    return detail;
  }

  private static String sentence(String message) {
    String text = message.isBlank() ? "No further detail" : message.strip();
    String ended = ".!?".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
    return Character.toUpperCase(ended.charAt(0)) + ended.substring(1);
  }
}
