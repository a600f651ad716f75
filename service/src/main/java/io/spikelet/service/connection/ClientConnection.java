package io.spikelet.service.connection;

import jakarta.servlet.http.HttpServletRequest;

/** Whether anybody still waits for the answer. */
@FunctionalInterface
public interface ClientConnection {
  /** Name of the request attribute in which the web server leaves the connection. */
  String ATTRIBUTE = ClientConnection.class.getName();

  /** Whether the client has closed its side; cheap, reads nothing, does not block. */
  boolean closed();

  /** The connection of a request; one that never closes where the web server leaves none. */
  static ClientConnection of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof ClientConnection connection
        ? connection
        : () -> false;
  }
}
