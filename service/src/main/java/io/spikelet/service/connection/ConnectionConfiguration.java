package io.spikelet.service.connection;

import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the service needs of Tomcat beyond the configuration's properties. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> connections(
      ConnectionSettings settings, Draining draining) {
    return factory -> {
      factory.setProtocol(ConnectionProtocol.class.getName());
      // Around everything: answers to errors are made behind the context.
      factory.addEngineValves(new RequestValve(draining));
      factory.addConnectorCustomizers(connector -> limit(connector, settings, draining));
    };
  }

  private static void limit(Connector connector, ConnectionSettings settings, Draining draining) {
    // A client that asks first is told 413 before it has sent a byte of a body too large.
    connector.setProperty("continueResponseTiming", "onRead");
    if (connector.getProtocolHandler() instanceof ConnectionProtocol protocol) {
      int stall = Math.toIntExact(settings.stall().toMillis());
      protocol.setHeadTimeout(settings.head());
      protocol.setMaxConnections(settings.connections());
      protocol.setConnectionTimeout(stall);
      protocol.setConnectionUploadTimeout(stall);
      protocol.setDisableUploadTimeout(false);
      draining.watch(protocol::openConnections);
    }
  }
}
