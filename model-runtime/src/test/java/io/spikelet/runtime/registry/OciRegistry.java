package io.spikelet.runtime.registry;

import com.github.dockerjava.api.model.PortBinding;
import io.spikelet.runtime.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** A real OCI registry in a container, which can be stopped, started again and damaged. */
public final class OciRegistry implements AutoCloseable {

  private static final int PORT = 5000;
  private static final String IMAGE = "registry:2";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  // The same port after a restart, so that clients find it again.
  private final int hostPort = freePort();
  private final GenericContainer<?> container;

  private OciRegistry(UnaryOperator<GenericContainer<?>> settings) {
    GenericContainer<?> plain =
        new GenericContainer<>(IMAGE)
            .withExposedPorts(PORT)
            .withEnv("REGISTRY_STORAGE_DELETE_ENABLED", "true")
            .withCreateContainerCmdModifier(
                create ->
                    Objects.requireNonNull(create.getHostConfig())
                        .withPortBindings(PortBinding.parse(hostPort + ":" + PORT)))
            .waitingFor(Wait.forHttp("/v2/").forStatusCodeMatching(code -> code < 500));
    this.container = settings.apply(plain);
    container.start();
  }

  /** Whether there is an engine to run it. */
  public static boolean possible() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  /** A registry that lets everybody in. */
  public static OciRegistry open() {
    return new OciRegistry(container -> container);
  }

  /** A registry with further settings. */
  static OciRegistry with(UnaryOperator<GenericContainer<?>> settings) {
    return new OciRegistry(settings);
  }

  /** Its host and port. */
  public String host() {
    return container.getHost() + ":" + hostPort;
  }

  /** Its URI, with a prefix. */
  public String uri() {
    return "oci+http://" + host() + "/spikelet";
  }

  /** Stops it; what it holds stays. */
  public void stop() {
    container.getDockerClient().stopContainerCmd(container.getContainerId()).withTimeout(1).exec();
  }

  /** Starts it again. */
  public void restart() {
    container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
    awaitAnswer();
  }

  /** Alters one byte of a content where the registry keeps it. */
  public void alter(Digest digest) {
    run("printf X | dd of=" + file(digest) + " bs=1 seek=1 conv=notrunc");
  }

  /** Puts a content back as it was. */
  public void restore(Digest digest, byte[] content) {
    container.copyFileToContainer(Transferable.of(content), file(digest));
  }

  private static String file(Digest digest) {
    return "/var/lib/registry/docker/registry/v2/blobs/sha256/%s/%s/data"
        .formatted(digest.hex().substring(0, 2), digest.hex());
  }

  /** Stores an empty index, as images for several platforms have one. */
  void pushIndex(String repository, String tag) {
    send(
        "PUT",
        repository + "/manifests/" + tag,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}".formatted(INDEX));
  }

  /** Removes a manifest and so all its tags. */
  void delete(String repository, Digest digest) {
    send("DELETE", repository + "/manifests/" + digest, "");
  }

  private void send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host() + "/v2/" + path))
            .header("Content-Type", INDEX)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        throw new IllegalStateException(method + " " + path + ": " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    container.close();
  }

  private void run(String command) {
    try {
      var result = container.execInContainer("sh", "-c", command);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(result.getStderr());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + 30_000_000_000L;
    while (System.nanoTime() < end) {
      try (var socket = new java.net.Socket(container.getHost(), hostPort)) {
        socket
            .getOutputStream()
            .write("GET /v2/ HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().read() > 0) {
          return;
        }
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new IllegalStateException("the registry did not come back");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
