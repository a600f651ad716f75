package io.spikelet.service.connection;

import io.spikelet.service.memory.OutOfMemory;
import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's HTTP/1.1, with a limit of time for the whole head of a request. Tomcat's own limit is
 * for the pause between two bytes: a client that sends one header line now and then would keep its
 * connection for ever.
 */
final class ConnectionProcessor extends Http11Processor {
  /** Where a request keeps its connection; Tomcat itself uses the notes 0 and 1. */
  static final int NOTE = 20;

  private static final long NONE = -1;

  private final long headNanos;
  private final SocketConnection connection = new SocketConnection();
  private long headBegan = NONE;

  ConnectionProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter, Duration head) {
    super(protocol, adapter);
    this.headNanos = head.toNanos();
    request.setNote(NOTE, connection);
  }

  @Override
  public SocketState service(SocketWrapperBase<?> socket) throws IOException {
    long now = System.nanoTime();
    if (headBegan == NONE || !connection.isOf(socket)) {
      headBegan = now;
    } else if (now - headBegan > headNanos) {
      return SocketState.CLOSED;
    }
    connection.attach(socket);
    SocketState state = served(socket);
    if (state == SocketState.LONG) {
      // The head is not complete. Behind a request that was answered, the next one began later.
      headBegan = Math.max(headBegan, request.getStartTimeNanos());
    } else {
      // The processor goes to another connection.
      headBegan = NONE;
      connection.attach(null);
    }
    return state;
  }

  private SocketState served(SocketWrapperBase<?> socket) throws IOException {
    try {
      return super.service(socket);
    } catch (OutOfMemoryError exhausted) {
      // Tomcat would log it and go on.
      OutOfMemory.endIfCausedBy(exhausted);
      throw exhausted;
    }
  }
}
