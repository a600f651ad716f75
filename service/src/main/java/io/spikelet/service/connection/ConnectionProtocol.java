package io.spikelet.service.connection;

import java.time.Duration;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.http.MimeHeaders;

/** Tomcat's HTTP/1.1 connector with our {@link ConnectionProcessor}. */
public final class ConnectionProtocol extends Http11NioProtocol {
  private Duration head = Duration.ofSeconds(10);

  /** How long the head of a request may take. */
  void setHeadTimeout(Duration timeout) {
    head = timeout;
  }

  /**
   * Connections that are open. The count against the limit has one more while the web server waits
   * for the next.
   */
  int openConnections() {
    return getEndpoint().getConnections().size();
  }

  /**
   * Not where a digest of the bytes stands in the answer: it would be that of other bytes. Nor a
   * part of a file: the part is one of what would then not have been compressed.
   */
  @Override
  public boolean useCompression(Request request, Response response) {
    MimeHeaders headers = response.getMimeHeaders();
    return headers.getHeader("Repr-Digest") == null
        && headers.getHeader("Content-Range") == null
        && super.useCompression(request, response);
  }

  @Override
  protected Processor createProcessor() {
    return new ConnectionProcessor(this, getAdapter(), head);
  }
}
