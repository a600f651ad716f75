package io.spikelet.runtime.energy;

/** An energy profile is unknown, or a file of them is wrong. */
public final class EnergyProfileException extends RuntimeException {

  EnergyProfileException(String message) {
    super(message);
  }

  EnergyProfileException(String message, Throwable cause) {
    super(message, cause);
  }
}
