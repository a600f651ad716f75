package io.spikelet.deployment.image;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Tests for {@code docker-compose.yml} and the files that it mounts. */
class ComposeTests {

  @Test
  void givesNoServiceMoreThanItNeeds() throws IOException {
    assertThat(services())
        .allSatisfy(
            (name, service) ->
                assertThat(service)
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("security_opt", List.of("no-new-privileges:true"))
                    .containsKey("mem_limit"));
  }

  @Test
  void isOpenToThisMachineOnly() throws IOException {
    assertThat(services().values())
        .flatExtracting(service -> (List<?>) service.getOrDefault("ports", List.of()))
        .isNotEmpty()
        .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
  }

  @Test
  void pinsEveryImage() throws IOException {
    assertThat(services().values())
        .extracting(service -> String.valueOf(service.get("image")))
        .allSatisfy(image -> assertThat(image).matches(".+:(?!latest$).+"));
  }

  @Test
  void mountsConfigurationThatExists() throws IOException {
    assertThat(services().values())
        .flatExtracting(service -> (List<?>) service.getOrDefault("volumes", List.of()))
        .map(Object::toString)
        .filteredOn(volume -> volume.startsWith("./") && !volume.startsWith("./data"))
        .isNotEmpty()
        .allSatisfy(
            volume ->
                assertThat(Images.ROOT.resolve(volume.substring(0, volume.indexOf(':')))).exists());
  }

  @Test
  void buildsStagesOfTheDockerfile() throws IOException {
    String dockerfile = Files.readString(Images.ROOT.resolve("Dockerfile"));
    assertThat(services().values())
        .filteredOn(service -> service.containsKey("build"))
        .extracting(service -> ((Map<?, ?>) requireNonNull(service.get("build"))).get("target"))
        .allSatisfy(
            target -> {
              String stage = String.valueOf(target).replace("${SPIKELET_PREBUILT:-}", "");
              assertThat(dockerfile).contains(" AS " + stage + "\n");
              assertThat(dockerfile).contains(" AS " + stage + "-prebuilt\n");
            });
  }

  @SuppressWarnings("unchecked") // YAML has no types; a wrong one fails the test
  private static Map<String, Map<String, Object>> services() throws IOException {
    Path file = Images.ROOT.resolve("docker-compose.yml");
    try (Reader reader = Files.newBufferedReader(file)) {
      Map<String, Object> compose = new Yaml().load(reader);
      return (Map<String, Map<String, Object>>) requireNonNull(compose.get("services"));
    }
  }
}
