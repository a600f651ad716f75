package io.spikelet.service.request;

/** A body of a type that the operation does not read. */
public final class UnsupportedBodyException extends RuntimeException {
  private final String accepted;

  UnsupportedBodyException(String type, String accepted) {
    super("The body's Content-Type is '%s'; this operation reads %s.".formatted(type, accepted));
    this.accepted = accepted;
  }

  /** What is read here, as the end of a sentence. */
  public String accepted() {
    return accepted;
  }
}
