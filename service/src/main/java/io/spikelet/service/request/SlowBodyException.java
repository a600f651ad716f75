package io.spikelet.service.request;

/** A body that comes too slowly, or stopped coming. */
public final class SlowBodyException extends RuntimeException {
  SlowBodyException(String message) {
    super(message);
  }
}
