package io.spikelet.service.watching;

import io.spikelet.service.request.Accepted;
import io.spikelet.service.connection.ClientGoneException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/** Server-sent events on a response; the first one commits it. */
final class EventStream {
  private final HttpServletResponse response;
  private final JsonMapper json;

  EventStream(HttpServletResponse response, JsonMapper json) {
    this.response = response;
    this.json = json;
  }

  /**
   * Sends one event at once.
   *
   * @throws ClientGoneException if nobody reads any more
   */
  void send(String name, Object data) {
    String event = "event: %s\ndata: %s\n\n".formatted(name, json.writeValueAsString(data));
    try {
      if (!response.isCommitted()) {
        response.setContentType(Accepted.EVENTS.toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        // Proxies that collect answers would show all pictures at the end.
        response.setHeader("X-Accel-Buffering", "no");
      }
      response.getOutputStream().write(event.getBytes(StandardCharsets.UTF_8));
      response.flushBuffer();
    } catch (IOException gone) {
      throw new ClientGoneException();
    }
  }

  /** Whether the client has seen anything: from then on an error can only be an event. */
  boolean begun() {
    return response.isCommitted();
  }
}
