package io.spikelet.runtime.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands out the tokens that a registry with {@code auth: token} asks for, to who has the login: the
 * protocol of Docker Hub, Harbor and GitHub, with a signature that the registry verifies.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">its specification</a>
 */
final class TokenServer implements AutoCloseable {

  static final String ISSUER = "token-server";
  static final String SERVICE = "registry";
  private static final String PASSWORD = "changeit";

  private final HttpServer server;
  private final String login;
  private final PrivateKey key;
  private final Certificate certificate;
  private final AtomicInteger issued = new AtomicInteger();

  TokenServer(Path directory, RegistryLogin login) throws IOException, GeneralSecurityException {
    this.login =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (login.username() + ":" + login.password()).getBytes(StandardCharsets.UTF_8));
    KeyStore keys = keys(directory);
    this.key = (PrivateKey) keys.getKey("token", PASSWORD.toCharArray());
    this.certificate = keys.getCertificate("token");
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::answer);
    server.start();
  }

  String realm() {
    return "http://localhost:" + server.getAddress().getPort() + "/token";
  }

  /** The certificate that the registry must trust, as PEM. */
  String certificatePem() throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  int issued() {
    return issued.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] body =
          "{\"token\":\"%s\",\"expires_in\":300}"
              .formatted(token(exchange.getRequestURI().getQuery()))
              .getBytes(StandardCharsets.UTF_8);
      issued.incrementAndGet();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String token(String query) throws GeneralSecurityException {
    String[] scope = query.replaceAll(".*scope=([^&]*).*", "$1").split(":", 3);
    long now = Instant.now().getEpochSecond();
    String header =
        "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"%s\"]}"
            .formatted(Base64.getEncoder().encodeToString(certificate.getEncoded()));
    String actions = "\"" + scope[2].replace(",", "\",\"") + "\"";
    String claims =
        ("{\"iss\":\"%s\",\"sub\":\"reader\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,"
                + "\"jti\":\"%d\",\"access\":[{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[%s]}]}")
            .formatted(
                ISSUER,
                SERVICE,
                now + 300,
                now - 10,
                now,
                issued.get(),
                scope[0],
                scope[1],
                actions);
    String signed = encoded(header) + "." + encoded(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encoded(signature.sign());
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A key pair with a certificate of its own, made by the JDK's keytool. */
  private static KeyStore keys(Path directory) throws IOException, GeneralSecurityException {
    Path file = directory.resolve("token.p12");
    try {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "token",
                  "-keyalg",
                  "RSA",
                  "-dname",
                  "CN=token",
                  "-validity",
                  "2",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  file.toString(),
                  "-storepass",
                  PASSWORD)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("keytool.log").toFile())
              .start();
      if (keytool.waitFor() != 0) {
        throw new IOException(Files.readString(directory.resolve("keytool.log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }
}
