package io.spikelet.deployment.image;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.DoublePredicate;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Prometheus of Compose, with its configuration: it scrapes a host named {@code service}. */
final class PrometheusContainer extends GenericContainer<PrometheusContainer> {

  private static final int HTTP = 9090;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient client = HttpClient.newHttpClient();

  PrometheusContainer(Network network) {
    super("prom/prometheus:v3");
    withNetwork(network);
    withExposedPorts(HTTP);
    withCopyFileToContainer(
        MountableFile.forHostPath(Images.ROOT.resolve("deployment/compose/prometheus.yml")),
        "/etc/prometheus/prometheus.yml");
    waitingFor(Wait.forHttp("/-/ready").forPort(HTTP));
  }

  /** Asks until the query has a value that is accepted; false if it has none for half a minute. */
  boolean await(String query, DoublePredicate accepted) throws IOException, InterruptedException {
    for (long end = System.nanoTime() + SECONDS.toNanos(30); System.nanoTime() < end; ) {
      JsonNode result = query(query).at("/data/result");
      if (!result.isEmpty()
          && accepted.test(Double.parseDouble(result.at("/0/value/1").asString()))) {
        return true;
      }
      Thread.sleep(500);
    }
    return false;
  }

  private JsonNode query(String query) throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://%s:%d/api/v1/query?query=%s"
                .formatted(getHost(), getMappedPort(HTTP), encode(query, UTF_8)));
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
  }
}
