package io.spikelet.service.connection;

import java.time.Duration;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/** Tomcat's HTTP/1.1 connector with our {@link ConnectionProcessor}. */
public final class ConnectionProtocol extends Http11NioProtocol {
  private Duration head = Duration.ofSeconds(10);

  /** How long the head of a request may take. */
  void setHeadTimeout(Duration timeout) {
    head = timeout;
  }

  @Override
  protected Processor createProcessor() {
    return new ConnectionProcessor(this, getAdapter(), head);
  }
}
