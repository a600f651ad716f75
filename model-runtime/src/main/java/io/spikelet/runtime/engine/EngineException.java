package io.spikelet.runtime.engine;

/** A graph could not be opened or run. */
public final class EngineException extends RuntimeException {

  EngineException(String message) {
    super(message);
  }

  EngineException(String message, Throwable cause) {
    super(message + ": " + NativeMessage.cleaned(cause.getMessage()), cause);
  }
}
