package io.spikelet.training.run;

/** A run directory cannot be used: the message says which and why. */
public final class RunException extends RuntimeException {

  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
