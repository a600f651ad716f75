package io.spikelet.service.request;

/** More bytes than a body may have. */
public final class BodyTooLargeException extends RuntimeException {
  private static final long MEGABYTE = 1_000_000;

  private final long limitBytes;

  BodyTooLargeException(long limitBytes) {
    super("The body is larger than %d bytes, the limit of this service.".formatted(limitBytes));
    this.limitBytes = limitBytes;
  }

  private BodyTooLargeException(String message, long limitBytes) {
    super(message);
    this.limitBytes = limitBytes;
  }

  /** The body as it is sent, of which a part or what was compressed may have the limit. */
  static BodyTooLargeException asSent(long limitBytes, long extraBytes) {
    return new BodyTooLargeException(
        "The body as it is sent is larger than %d bytes: %d, the limit of this service, and %d for multipart headers or compression."
            .formatted(limitBytes + extraBytes, limitBytes, extraBytes),
        limitBytes);
  }

  /** What the body holds, its content coding taken off. */
  static BodyTooLargeException decompressed(long limitBytes) {
    return new BodyTooLargeException(
        "The body is larger than %d bytes when it is decompressed, the limit of this service."
            .formatted(limitBytes),
        limitBytes);
  }

  /** What is in the body would take more memory than there is for decoding. */
  static BodyTooLargeException toDecode(long needed, long limitBytes) {
    return new BodyTooLargeException(
        "What the body holds takes %d MB to decode; there are %d MB for that."
            .formatted(Math.ceilDiv(needed, MEGABYTE), limitBytes / MEGABYTE),
        limitBytes);
  }

  public long limitBytes() {
    return limitBytes;
  }
}
