package io.spikelet.service.request;

/** More bytes than a body may have. */
public final class BodyTooLargeException extends RuntimeException {
  private final long limitBytes;

  BodyTooLargeException(long limitBytes) {
    super("The body is larger than %d bytes, the limit of this service.".formatted(limitBytes));
    this.limitBytes = limitBytes;
  }

  public long limitBytes() {
    return limitBytes;
  }
}
