package io.spikelet.runtime.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Logins from the configuration file that {@code docker login}, {@code podman login} and Kubernetes
 * pull secrets write. Read at every question, so that a rotated secret is used without a restart.
 *
 * <p>Its entries are read here since the SDK's reader refuses passwords with a colon, which
 * Google's keys have, and does not know {@code DOCKER_CONFIG}; credential helpers are left to the
 * SDK.
 */
final class DockerConfig {

  private static final Logger log = LoggerFactory.getLogger(DockerConfig.class);

  private final Path file;
  private final String helperPrefix;

  DockerConfig(Path file) {
    this(file, "docker-credential-");
  }

  /**
   * @param helperPrefix what the names of credential helpers begin with
   */
  DockerConfig(Path file, String helperPrefix) {
    this.file = file;
    this.helperPrefix = helperPrefix;
  }

  /** The file that the environment names: REGISTRY_AUTH_FILE, DOCKER_CONFIG, or the usual one. */
  static DockerConfig of(Map<String, String> environment) {
    @Nullable String authFile = environment.get("REGISTRY_AUTH_FILE");
    if (authFile != null) {
      return new DockerConfig(Path.of(authFile));
    }
    String directory =
        environment.getOrDefault("DOCKER_CONFIG", System.getProperty("user.home") + "/.docker");
    return new DockerConfig(Path.of(directory, "config.json"));
  }

  /** The login for a host and repository; the longest entry that fits wins. */
  Optional<RegistryLogin> login(String host, String repository) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      ObjectNode config = OciJson.read(file.getFileName().toString(), Files.readAllBytes(file));
      Optional<RegistryLogin> login = entry(config.path("auths"), host, repository);
      return login.isPresent() ? login : helped(config, host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException | MalformedException | IllegalArgumentException e) {
      log.warn("The registry's login cannot be read from {}: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<RegistryLogin> entry(JsonNode auths, String host, String repository) {
    String key = host + "/" + repository;
    while (true) {
      for (String name :
          List.of(key, "https://" + key, "http://" + key, "https://" + key + "/v1/")) {
        Optional<RegistryLogin> login = login(auths.path(name));
        if (login.isPresent()) {
          return login;
        }
      }
      int slash = key.lastIndexOf('/');
      if (slash < 0) {
        return Optional.empty();
      }
      key = key.substring(0, slash);
    }
  }

  private static Optional<RegistryLogin> login(JsonNode entry) {
    if (entry.path("auth").isString() && !entry.path("auth").stringValue().isEmpty()) {
      byte[] decoded = Base64.getDecoder().decode(entry.path("auth").stringValue().strip());
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      if (parts.length == 2) {
        return Optional.of(new RegistryLogin(parts[0], parts[1]));
      }
    }
    if (entry.path("username").isString() && entry.path("password").isString()) {
      return Optional.of(
          new RegistryLogin(
              entry.path("username").stringValue(), entry.path("password").stringValue()));
    }
    return Optional.empty();
  }

  /** Asks the program that keeps the host's login, as Docker does: the host in, JSON out. */
  private Optional<RegistryLogin> helped(ObjectNode config, String host)
      throws IOException, InterruptedException {
    @Nullable String helper =
        config
            .path("credHelpers")
            .path(host)
            .stringValue(config.path("credsStore").stringValue(null));
    if (helper == null) {
      return Optional.empty();
    }
    Process program =
        new ProcessBuilder(helperPrefix + helper, "get")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream in = program.getOutputStream()) {
      in.write(host.getBytes(StandardCharsets.UTF_8));
    }
    byte[] out = program.getInputStream().readAllBytes();
    if (program.waitFor() != 0) {
      log.warn("The credential helper {} has no login for {}", helper, host);
      return Optional.empty();
    }
    ObjectNode login = OciJson.read("the answer of " + helper, out);
    return Optional.of(
        new RegistryLogin(
            OciJson.string("Username", login.path("Username")),
            OciJson.string("Secret", login.path("Secret"))));
  }
}
