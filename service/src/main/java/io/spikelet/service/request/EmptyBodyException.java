package io.spikelet.service.request;

/** Nothing was sent where a body is needed. */
public final class EmptyBodyException extends RuntimeException {
  /** Says what to send. */
  public EmptyBodyException(BodyKind wanted) {
    super(
        "The body is empty; send %s as the body itself or as the multipart part 'file'."
            .formatted(wanted.wanted()));
  }
}
