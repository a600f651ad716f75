package io.spikelet.service.connection;

/** The client closed the connection before its answer was ready; its work was cancelled. */
public final class ClientGoneException extends RuntimeException {
  public ClientGoneException() {
    super("The client closed the connection.");
  }
}
