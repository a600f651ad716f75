package io.spikelet.deployment.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service as a process of its own, with the shipped models, on random ports. */
public final class RunningService implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final Path log;
  private final int port;
  private final int managementPort;

  private RunningService(Process process, Path log, int port, int managementPort) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param directory for its log
   * @param environment as an operator would set it
   */
  public static RunningService start(Path directory, Map<String, String> environment) {
    List<Path> jars = Project.serviceJars();
    assumeTrue(!jars.isEmpty(), "the service is not packaged: run verify, not test");
    try {
      int port = freePort();
      int managementPort = freePort();
      Path log = directory.resolve("service-" + port + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "--enable-native-access=ALL-UNNAMED",
                  "-jar",
                  jars.getFirst().toString())
              .directory(Project.ROOT.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("SERVER_PORT", Integer.toString(port));
      builder.environment().put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
      builder.environment().putAll(environment);
      RunningService service = new RunningService(builder.start(), log, port, managementPort);
      service.awaitReadiness();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients reach it. */
  public int port() {
    return port;
  }

  int managementPort() {
    return managementPort;
  }

  HttpResponse<byte[]> generate(String query, String... headers) {
    return post("/generate?" + query, new byte[0], headers);
  }

  HttpResponse<byte[]> post(String path, byte[] body, String... headers) {
    return send(port, "POST", path, BodyPublishers.ofByteArray(body), headers);
  }

  /** All metrics, as Prometheus reads them. */
  String metrics() {
    return new String(management("/actuator/prometheus").body(), UTF_8);
  }

  List<String> log() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it logged about itself going wrong. */
  List<String> errors() {
    return log().stream().filter(line -> line.contains("\"ERROR\"")).toList();
  }

  private HttpResponse<byte[]> management(String path) {
    return send(managementPort, "GET", path, BodyPublishers.noBody());
  }

  private HttpResponse<byte[]> send(
      int to, String method, String path, BodyPublisher body, String... headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + to + path)).method(method, body);
      if (headers.length > 0) {
        request.headers(headers);
      }
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitReadiness() {
    Patience.await(
        PATIENCE,
        "readiness",
        () -> {
          assertThat(process.isAlive()).as("the process; it said %s", log()).isTrue();
          return ready();
        });
  }

  private boolean ready() {
    try {
      return management("/actuator/health/readiness").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Ends the process; once more does nothing. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    http.close();
  }
}
