package io.spikelet.service.security;

/** A page of another origin made a browser send this request. */
public final class ForeignPageException extends RuntimeException {
  ForeignPageException() {
    super(
        "A page of another origin sent this request; spikelet.web.allowed-origins lists those that"
            + " may.");
  }
}
