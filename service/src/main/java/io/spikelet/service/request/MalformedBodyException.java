package io.spikelet.service.request;

/** A body that breaks off, or a multipart body of another make than one part {@code file}. */
public final class MalformedBodyException extends RuntimeException {
  MalformedBodyException(String message) {
    super(message);
  }

  MalformedBodyException(String message, Throwable cause) {
    super(message, cause);
  }
}
