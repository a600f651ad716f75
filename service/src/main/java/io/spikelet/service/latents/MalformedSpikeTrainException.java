package io.spikelet.service.latents;

/** A body that is no spike train; the message says where it goes wrong. */
public final class MalformedSpikeTrainException extends RuntimeException {
  MalformedSpikeTrainException(String message) {
    super(message);
  }

  MalformedSpikeTrainException(String message, Throwable cause) {
    super(message, cause);
  }
}
