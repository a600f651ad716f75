package io.spikelet.deployment.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The service as it is meant to be run: nothing writable but a temporary directory and the cache,
 * no privileges, little memory. Started when the image's own health check says so.
 */
final class ServiceContainer extends GenericContainer<ServiceContainer> {

  static final long MEMORY = 768L << 20;

  private static final int HTTP = 8080;
  private static final int MANAGEMENT = 8081;

  private final HttpClient client = HttpClient.newHttpClient();

  ServiceContainer() {
    super(Images.serviceImage());
    withExposedPorts(HTTP, MANAGEMENT);
    withEnv("SPIKELET_EAGER", "esvae");
    withTmpFs(Map.of("/tmp", "rw"));
    withCreateContainerCmdModifier(Sandbox::restrict);
    withCreateContainerCmdModifier(Sandbox.memory(MEMORY));
    waitingFor(Wait.forHealthcheck().withStartupTimeout(Duration.ofMinutes(2)));
  }

  HttpResponse<byte[]> post(String path) throws IOException, InterruptedException {
    return client.send(posting(path), BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<byte[]>> postAsync(String path) {
    return client.sendAsync(posting(path), BodyHandlers.ofByteArray());
  }

  String managementGet(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(MANAGEMENT, path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  /** What a command in the container writes. */
  String run(String... command) throws IOException, InterruptedException {
    return execInContainer(command).getStdout().strip();
  }

  private HttpRequest posting(String path) {
    return HttpRequest.newBuilder(uri(HTTP, path))
        .POST(HttpRequest.BodyPublishers.noBody())
        .timeout(Duration.ofMinutes(1))
        .build();
  }

  private URI uri(int port, String path) {
    return URI.create("http://%s:%d%s".formatted(getHost(), getMappedPort(port), path));
  }
}
