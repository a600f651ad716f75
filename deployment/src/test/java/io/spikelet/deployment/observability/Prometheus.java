package io.spikelet.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus that scrapes a service and evaluates rules every second. */
final class Prometheus implements AutoCloseable {
  private static final int STARTING = 503;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final Runnable stop;

  private Prometheus(int port, Runnable stop) {
    this.address = URI.create("http://127.0.0.1:" + port);
    this.stop = stop;
  }

  /** Whether there is one: the program on the path, or an engine that can run its image here. */
  static boolean available() {
    return Executables.find("prometheus").isPresent() || Executables.containersOfThisHost();
  }

  /** Starts the program on the path, else the image. */
  static Prometheus start(Path directory, String rules, int managementPort) {
    boolean program = Executables.find("prometheus").isPresent();
    try {
      Files.writeString(directory.resolve("rules.yaml"), rules);
      Files.writeString(directory.resolve("prometheus.yml"), config(managementPort));
      Prometheus prometheus = program ? process(directory) : container(directory);
      try {
        prometheus.awaitScrapes();
      } catch (AssertionError failure) {
        prometheus.close();
        throw failure;
      }
      return prometheus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The result of a query at this moment: a vector or a scalar. */
  JsonNode query(String expression) {
    JsonNode answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    assertThat(answer.at("/status").asString())
        .as("%s: %s", expression, answer.at("/error").asString(""))
        .isEqualTo("success");
    return answer.at("/data/result");
  }

  /** Alerts that fire, with labels and annotations. */
  JsonNode alerts() {
    return get("/api/v1/alerts").at("/data/alerts");
  }

  private static Prometheus process(Path directory) throws IOException {
    int port = freePort();
    Process process =
        new ProcessBuilder(
                Executables.find("prometheus").orElseThrow().toString(),
                "--config.file=" + directory.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + directory.resolve("series"),
                listening(port),
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    return new Prometheus(port, () -> end(process));
  }

  /** In the host's network, where the service is: names for the host differ between engines. */
  // Closed by the returned object.
  @SuppressWarnings("resource")
  private static Prometheus container(Path directory) throws IOException {
    int port = freePort();
    GenericContainer<?> container =
        new GenericContainer<>(Executables.IMAGE)
            .withNetworkMode("host")
            .withCommand("--config.file=/tmp/prometheus.yml", listening(port))
            .withCopyFileToContainer(
                MountableFile.forHostPath(directory.resolve("prometheus.yml"), 0644),
                "/tmp/prometheus.yml")
            .withCopyFileToContainer(
                MountableFile.forHostPath(directory.resolve("rules.yaml"), 0644), "/tmp/rules.yaml")
            .waitingFor(Wait.forLogMessage(".*Server is ready to receive web requests.*", 1));
    container.start();
    return new Prometheus(port, container::stop);
  }

  private static String listening(int port) {
    return "--web.listen-address=127.0.0.1:" + port;
  }

  private static String config(int managementPort) {
    return """
    global:
      scrape_interval: 1s
      scrape_timeout: 1s
      evaluation_interval: 1s
    rule_files: [rules.yaml]
    scrape_configs:
      - job_name: spikelet
        metrics_path: /actuator/prometheus
        static_configs:
          - targets: ["localhost:%d"]
    """
        .formatted(managementPort);
  }

  private void awaitScrapes() {
    Patience.await(
        Duration.ofMinutes(1),
        "the first scrapes",
        () -> {
          try {
            return query("sum_over_time(up{job=\"spikelet\"}[1m]) >= 2").size() > 0;
          } catch (UncheckedIOException notYet) {
            return false;
          }
        });
  }

  private JsonNode get(String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() == STARTING) {
        throw new IOException("Prometheus is still starting");
      }
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    http.close();
    stop.run();
  }
}
