package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code openapi.yaml} against the running service. To write it anew: {@code ./mvnw test -pl
 * service -am -Dtest=OpenApiTests -Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.write=true}.
 */
class OpenApiTests extends WholeService {
  @Test
  void theFileIsWhatTheServiceDoes() throws IOException {
    String running = service.get("/v3/api-docs.yaml").text();
    Path file = Path.of(System.getProperty("spikelet.root", "..")).resolve("openapi.yaml");
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(file, running);
    }
    assertThat(file).content().isEqualTo(running);
  }

  @Test
  void theServiceServesTheFile() {
    ServiceClient.Answer served = service.get("/openapi.yaml");
    assertThat(served.status()).isEqualTo(200);
    assertThat(served.text()).startsWith("openapi: 3.1");
    assertThat(service.get("/swagger-ui/index.html").text()).contains("swagger-ui");
    assertThat(service.get("/").text())
        .contains("/audio-to-image", "/models", "/swagger-ui.html", "/openapi.yaml");
  }
}
