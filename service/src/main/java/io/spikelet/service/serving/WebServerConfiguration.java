package io.spikelet.service.serving;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the service needs of Tomcat beyond the configuration's properties. */
@Configuration(proxyBeanMethods = false)
class WebServerConfiguration {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat() {
    return factory -> {
      factory.addContextValves(new TomcatConnection.Valve());
      // A client that asks first is told 413 before it has sent a byte of a body too large.
      factory.addConnectorCustomizers(
          connector -> connector.setProperty("continueResponseTiming", "onRead"));
    };
  }
}
