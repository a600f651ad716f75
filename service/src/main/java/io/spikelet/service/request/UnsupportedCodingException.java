package io.spikelet.service.request;

/** A body in a content coding that is not read here. */
public final class UnsupportedCodingException extends RuntimeException {
  /** The content codings that are read, as the header Accept-Encoding has them. */
  public static final String ACCEPTED = "gzip";

  UnsupportedCodingException(String coding) {
    super(
        "The body's Content-Encoding is '%s'; this service reads gzip, once, or a body without any."
            .formatted(coding));
  }
}
