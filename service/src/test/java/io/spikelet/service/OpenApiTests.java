package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

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

  @Test
  void recordsOfOneNameAreSchemasOfTwo() {
    Map<?, ?> schemas = schemas();
    assertThat(properties(schemas, "ImagesItem")).contains("b64_json").doesNotContain("digest");
    assertThat(properties(schemas, "ModelsItem"))
        .contains("name", "tags", "digest", "state", "capabilities")
        .doesNotContain("b64_json");
  }

  @Test
  void membersAreRequiredUnlessTheRecordSaysThatTheyMayBeMissing() {
    Map<?, ?> schemas = schemas();
    assertThat(schemas.values())
        .allSatisfy(schema -> assertThat(((Map<?, ?>) schema).get("required")).isNotNull());
    assertThat((List<?>) member(schemas, "LatentsSample").get("required"))
        .isEqualTo(List.of("energy", "firing_rates", "index", "seed", "statistics"));
  }

  /** Each test holds the answers that it gets against the contract; these are the plain ones. */
  @Test
  void answersKeepWhatTheFilePromises() {
    assertThat(service.get("/models").status()).isEqualTo(200);
    assertThat(service.get("/models/esvae:tiny").status()).isEqualTo(200);
    assertThat(service.get("/v2/models/esvae/versions/tiny/ready").status()).isEqualTo(200);
    assertThat(service.post("/generate?model=esvae:tiny", "Accept", "application/json").status())
        .isEqualTo(200);
    assertThat(service.post("/latents?model=esvae:tiny&statistics=full").status()).isEqualTo(200);
    assertThat(service.post("/admin/models/esvae:tiny/load").status()).isEqualTo(401);
    assertThat(service.get("/models", "Accept", "image/png").status()).isEqualTo(406);
    assertThat(service.post("/generate", "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
    assertThat(service.get("/models", "User-Agent", "Mozilla/5.0").status()).isEqualTo(200);
  }

  private Map<?, ?> schemas() {
    Map<?, ?> document = new Yaml().load(service.get("/openapi.yaml").text());
    return member(member(document, "components"), "schemas");
  }

  private static Set<String> properties(Map<?, ?> schemas, String name) {
    return member(member(schemas, name), "properties").keySet().stream()
        .map(String::valueOf)
        .collect(Collectors.toSet());
  }

  private static Map<?, ?> member(Map<?, ?> map, String name) {
    return (Map<?, ?>) Objects.requireNonNull(map.get(name), name);
  }
}
