package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Registries that are missing, read-only, or hold a package with one altered bit. */
class UnusableRegistryTests {
  @TempDir private Path directory;

  @Test
  void withoutARegistryTheServiceLivesIsNotReadyAndSaysWhy() throws IOException {
    Path missing = directory.resolve("models");
    try (Running running = new Running("oci-layout:" + missing)) {
      assertThat(running.management.get("/actuator/health/liveness").status()).isEqualTo(200);
      Answer readiness = running.management.get("/actuator/health/readiness");
      assertThat(readiness.status()).isEqualTo(503);
      assertThat(running.service.get("/v2/health/ready").status()).isEqualTo(503);
      for (Answer answer :
          new Answer[] {running.service.post("/generate"), running.service.get("/models")}) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().at("/detail").asString()).contains("registry is unavailable");
        assertThat(answer.text()).doesNotContain(directory.toString());
      }
      assertThat(running.service.post("/admin/models/esvae/load").status()).isEqualTo(404);

      Files.move(Registries.directory(Registries.copy()), missing);
      assertThat(running.service.post("/generate").status()).isEqualTo(200);
      assertThat(running.management.get("/actuator/health/readiness").status()).isEqualTo(200);
    }
  }

  @Test
  void aPackageWithOneAlteredBitIsDamagedAndTheOthersServe() {
    String registry = Registries.copy();
    Registries.flipOneBit(registry);
    try (Running running = new Running(registry)) {
      JsonNode models = running.service.get("/models").json().at("/models");
      String damaged = withState(models, true);
      JsonNode model = running.service.get("/models/" + damaged).json();
      assertThat(model.at("/state").asString()).isEqualTo("damaged");
      assertThat(model.at("/reason").asString()).contains("sha256");
      Answer refused = running.service.post("/generate?model=" + damaged);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.json().at("/detail").asString()).contains("damaged");
      String whole = withState(models, false);
      assertThat(running.service.get("/models/" + whole).json().at("/family").asString())
          .isEqualTo(whole);
    }
  }

  @Test
  void aReadOnlyRegistryServes() throws IOException {
    String registry = Registries.copy();
    try (var files = Files.walk(Registries.directory(registry))) {
      for (Path path : files.toList()) {
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
    try (Running running = new Running(registry)) {
      assertThat(running.service.post("/generate").status()).isEqualTo(200);
    }
  }

  /** A service of its own. */
  private static final class Running implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final ServiceClient service;
    private final ServiceClient management;

    Running(String registry) {
      context =
          new SpringApplicationBuilder(SpikeletService.class)
              .run(
                  "--server.port=0",
                  "--management.server.port=0",
                  "--spikelet.registry=" + registry);
      service = new ServiceClient(port("local.server.port"));
      management = new ServiceClient(port("local.management.port"));
    }

    private int port(String property) {
      return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  /** The name of a model that is damaged, or of one that is not. */
  private static String withState(JsonNode models, boolean damaged) {
    return models
        .valueStream()
        .filter(model -> model.at("/state").asString().equals("damaged") == damaged)
        .map(model -> model.at("/name").asString())
        .findFirst()
        .orElseThrow();
  }
}
