package io.spikelet.runtime.registry;

import static io.spikelet.runtime.model.ExampleModels.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Tests for {@link RegistryLogin}, with registries that let only those in who have one. */
@Testcontainers(disabledWithoutDocker = true)
class RegistryLoginTests {

  private static final ModelRef MNIST = ModelRef.parse("esvae:mnist");
  private static final RegistryLogin RIGHT = new RegistryLogin("reader", "a:secret");
  private static final RegistryLogin WRONG = new RegistryLogin("reader", "guess");

  @TempDir private Path directory;

  @Test
  void basicAuthentication() {
    byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    String line =
        RIGHT.username()
            + ":"
            + OpenBSDBCrypt.generate("2y", RIGHT.password().toCharArray(), salt, 5);
    try (OciRegistry server =
        OciRegistry.with(
            container ->
                container
                    .withCopyToContainer(Transferable.of(line), "/auth/htpasswd")
                    .withEnv("REGISTRY_AUTH", "htpasswd")
                    .withEnv("REGISTRY_AUTH_HTPASSWD_REALM", "registry")
                    .withEnv("REGISTRY_AUTH_HTPASSWD_PATH", "/auth/htpasswd"))) {
      letsInOnlyTheRightLogin(server);
    }
  }

  @Test
  void tokenAuthentication() throws IOException, GeneralSecurityException {
    try (TokenServer tokens = new TokenServer(directory, RIGHT);
        OciRegistry server = withTokens(tokens)) {
      letsInOnlyTheRightLogin(server);
      assertThat(tokens.issued()).isPositive();
    }
  }

  private static OciRegistry withTokens(TokenServer tokens) throws GeneralSecurityException {
    String certificate = tokens.certificatePem();
    return OciRegistry.with(
        container ->
            container
                .withCopyToContainer(Transferable.of(certificate), "/auth/token.pem")
                .withEnv("REGISTRY_AUTH", "token")
                .withEnv("REGISTRY_AUTH_TOKEN_REALM", tokens.realm())
                .withEnv("REGISTRY_AUTH_TOKEN_SERVICE", TokenServer.SERVICE)
                .withEnv("REGISTRY_AUTH_TOKEN_ISSUER", TokenServer.ISSUER)
                .withEnv("REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE", "/auth/token.pem"));
  }

  private void letsInOnlyTheRightLogin(OciRegistry server) {
    for (Optional<RegistryLogin> login :
        List.of(Optional.<RegistryLogin>empty(), Optional.of(WRONG))) {
      assertThatThrownBy(() -> client(server, login).resolve(MNIST))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("refuses our login")
          .hasMessageNotContaining(WRONG.password());
    }
    RemoteRegistry registry = client(server, Optional.of(RIGHT));
    Digest digest = registry.publish(draft(), List.of(MNIST));
    assertThat(client(server, Optional.of(RIGHT)).pull(MNIST).digest()).isEqualTo(digest);
    assertThat(fromEnvironment(server).pull(MNIST).digest()).isEqualTo(digest);
  }

  private RemoteRegistry client(OciRegistry server, Optional<RegistryLogin> login) {
    return new RemoteRegistry(
        RemoteAddress.parse(server.uri()).orElseThrow(),
        new RegistryAccess(cache(), List.of(), (_, _) -> login),
        new Attempts(1, Duration.ZERO));
  }

  private ModelRegistry fromEnvironment(OciRegistry server) {
    Map<String, String> environment =
        Map.of(
            "SPIKELET_CACHE", cache().toString(),
            "SPIKELET_REGISTRY_USERNAME", RIGHT.username(),
            "SPIKELET_REGISTRY_PASSWORD", RIGHT.password());
    return ModelRegistry.open(server.uri(), RegistryAccess.of(environment));
  }

  // Another one each time, or nobody would ask the registry.
  private Path cache() {
    return directory.resolve("cache-" + System.nanoTime());
  }
}
