package io.spikelet.service.connection;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * The first and the last that a request meets of ours: leaves its connection in it for {@link
 * ClientConnection#of}, and reads what of its body nobody wanted. Tomcat would do the latter
 * itself, for as long as the client likes.
 */
final class RequestValve extends ValveBase {
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long DRAIN_BYTES = 256 << 20;

  private final Draining draining;

  RequestValve(Draining draining) {
    super(true);
    this.draining = draining;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    org.apache.coyote.Request inner = request.getCoyoteRequest();
    request.setAttribute(ClientConnection.ATTRIBUTE, inner.getNote(ConnectionProcessor.NOTE));
    if (draining.begun()) {
      response.setHeader("Connection", "close");
    }
    getNext().invoke(request, response);
    if (bodyIsRead(inner) || request.getHeader("Expect") != null) {
      return;
    }
    if (response.getStatus() == HttpServletResponse.SC_REQUEST_TIMEOUT) {
      inner.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    } else {
      readOn(inner, response);
    }
  }

  /** The answer first: a client that gets it may stop sending. */
  private static void readOn(org.apache.coyote.Request request, Response response)
      throws IOException {
    response.finishResponse();
    response.getCoyoteResponse().action(ActionCode.CLIENT_FLUSH, null);
    long end = System.nanoTime() + DRAIN_NANOS;
    long left = DRAIN_BYTES;
    Discarded discarded = new Discarded();
    try {
      while (left > 0 && System.nanoTime() < end) {
        int read = request.doRead(discarded);
        if (read < 0) {
          return;
        }
        left -= read;
      }
    } catch (IOException broken) {
      // The connection is of no use any more.
    }
    request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
  }

  /** Bytes that nobody wants. */
  private static final class Discarded implements ApplicationBufferHandler {
    private @Nullable ByteBuffer bytes;

    @Override
    public void setByteBuffer(@Nullable ByteBuffer buffer) {
      bytes = buffer;
    }

    @Override
    public @Nullable ByteBuffer getByteBuffer() {
      return bytes;
    }

    @Override
    public void expand(int size) {}
  }

  private static boolean bodyIsRead(org.apache.coyote.Request request) {
    AtomicBoolean read = new AtomicBoolean();
    request.action(ActionCode.REQUEST_BODY_FULLY_READ, read);
    return read.get();
  }
}
