package io.spikelet.service.serving;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import jakarta.servlet.ServletException;

/**
 * Asks Tomcat whether the client is still there. The servlet API only tells when the answer is
 * written; until then a request whose client has gone would keep its place in the queue.
 */
final class TomcatConnection implements ClientConnection {
  private final org.apache.coyote.Request request;

  private TomcatConnection(org.apache.coyote.Request request) {
    this.request = request;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Asks for the bytes that can be read without blocking. Tomcat answers a closed connection
   * with "some", since a read would then fail at once; unlike a next request on the same connection
   * this answer stays the same when the read has been tried.
   */
  @Override
  public boolean closed() {
    boolean first = readable();
    return first && readable();
  }

  private boolean readable() {
    request.action(ActionCode.AVAILABLE, true);
    return request.getAvailable() > 0;
  }

  /** Leaves the connection in the request, for {@link ClientConnection#of}. */
  static final class Valve extends ValveBase {
    Valve() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      request.setAttribute(ATTRIBUTE, new TomcatConnection(request.getCoyoteRequest()));
      getNext().invoke(request, response);
    }
  }
}
