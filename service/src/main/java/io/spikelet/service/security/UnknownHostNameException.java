package io.spikelet.service.security;

/** The service was addressed by a name that is not its own. */
public final class UnknownHostNameException extends RuntimeException {
  UnknownHostNameException() {
    super(
        "The service does not answer to the name in the header Host; spikelet.web.allowed-hosts"
            + " lists those that it answers to.");
  }
}
