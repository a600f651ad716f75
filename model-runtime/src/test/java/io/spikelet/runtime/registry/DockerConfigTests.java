package io.spikelet.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link DockerConfig}. */
class DockerConfigTests {

  @TempDir private Path directory;

  @Test
  void findsTheLoginOfAHost() throws IOException {
    write(
        "{\"auths\":{\"registry.example.com\":{\"auth\":\"%s\"}}}", "_json_key", "{\"a\":\"b:c\"}");
    assertThat(login("registry.example.com", "team/esvae"))
        .contains(new RegistryLogin("_json_key", "{\"a\":\"b:c\"}"));
    assertThat(login("other.example.com", "team/esvae")).isEmpty();
  }

  @Test
  void theLongestEntryWins() throws IOException {
    Files.writeString(
        file(),
        """
        {"auths": {
          "h:5000": {"username": "all", "password": "1"},
          "https://h:5000/team": {"username": "team", "password": "2"}}}
        """);
    assertThat(login("h:5000", "team/esvae")).contains(new RegistryLogin("team", "2"));
    assertThat(login("h:5000", "else/esvae")).contains(new RegistryLogin("all", "1"));
  }

  @Test
  void aRotatedSecretIsUsedAtOnce() throws IOException {
    write("{\"auths\":{\"h\":{\"auth\":\"%s\"}}}", "u", "old");
    DockerConfig config = new DockerConfig(file());
    assertThat(config.login("h", "x")).contains(new RegistryLogin("u", "old"));
    write("{\"auths\":{\"h\":{\"auth\":\"%s\"}}}", "u", "new");
    assertThat(config.login("h", "x")).contains(new RegistryLogin("u", "new"));
  }

  @Test
  void asksACredentialHelper() throws IOException {
    Path helper = directory.resolve("helper-ours");
    Files.writeString(
        helper,
        """
        #!/bin/sh
        read -r host
        [ "$1" = get ] && [ "$host" = h ] || exit 1
        echo '{"ServerURL":"h","Username":"u","Secret":"a:b"}'
        """);
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(file(), "{\"credHelpers\":{\"h\":\"ours\",\"other\":\"ours\"}}");
    DockerConfig config = new DockerConfig(file(), directory.resolve("helper-").toString());
    assertThat(config.login("h", "x")).contains(new RegistryLogin("u", "a:b"));
    assertThat(config.login("other", "x")).isEmpty();
    assertThat(config.login("unknown", "x")).isEmpty();
  }

  @Test
  void aCredentialHelperThatIsNotThereIsNoLogin() throws IOException {
    Files.writeString(file(), "{\"credsStore\":\"absent\"}");
    assertThat(login("h", "x")).isEmpty();
  }

  @Test
  void withoutAReadableFileThereIsNoLogin() throws IOException {
    assertThat(login("h", "x")).isEmpty();
    Files.writeString(file(), "not JSON");
    assertThat(login("h", "x")).isEmpty();
  }

  @Test
  void theEnvironmentSaysWhereTheFileIs() throws IOException {
    write("{\"auths\":{\"h\":{\"auth\":\"%s\"}}}", "u", "p");
    Path other = Files.copy(file(), directory.resolve("auth.json"));
    for (Map<String, String> environment :
        List.of(
            Map.of("DOCKER_CONFIG", directory.toString()),
            Map.of("REGISTRY_AUTH_FILE", other.toString()))) {
      assertThat(DockerConfig.of(environment).login("h", "x"))
          .contains(new RegistryLogin("u", "p"));
    }
  }

  private Optional<RegistryLogin> login(String host, String repository) {
    return new DockerConfig(file()).login(host, repository);
  }

  private void write(String config, String username, String password) throws IOException {
    String auth =
        Base64.getEncoder()
            .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    Files.writeString(file(), config.formatted(auth));
  }

  private Path file() {
    return directory.resolve("config.json");
  }
}
