package io.spikelet.deployment.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code docker-compose.yml}, run by the Compose that is there: with the images of the tests, ports
 * that are free, and tags looked at every second.
 */
final class Composition implements AutoCloseable {

  private static final List<List<String>> PROGRAMS =
      List.of(List.of("docker-compose"), List.of("docker", "compose"));

  private final Path directory;
  private final List<String> command = new ArrayList<>();
  private final Map<String, String> ports;

  /**
   * @param directory for the file with what is different; the data sets are below it
   */
  Composition(Path directory) throws IOException {
    this.directory = directory;
    this.ports =
        Map.of(
            "SERVICE_PORT", freePort(),
            "PROMETHEUS_PORT", freePort(),
            "REGISTRY_PORT", freePort());
    Path different = Files.writeString(directory.resolve("different.yml"), different());
    command.addAll(program());
    command.addAll(List.of("-p", "spikelet-test-" + UUID.randomUUID().toString().substring(0, 8)));
    command.addAll(List.of("-f", Images.ROOT.resolve("docker-compose.yml").toString()));
    command.addAll(List.of("-f", different.toString()));
  }

  /** Whether there is a Compose. */
  static boolean possible() {
    return PROGRAMS.stream().anyMatch(Composition::works);
  }

  int servicePort() {
    return port("SERVICE_PORT");
  }

  int prometheusPort() {
    return port("PROMETHEUS_PORT");
  }

  /** Runs a command of Compose, which has to be a success, and returns what it printed. */
  String run(String... arguments) {
    List<String> whole = Stream.concat(command.stream(), Stream.of(arguments)).toList();
    Path output = directory.resolve("output.txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(ports);
      Process process = builder.start();
      boolean ended = process.waitFor(4, TimeUnit.MINUTES);
      String said = Files.readString(output);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", whole) + ":\n" + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    run("down", "--volumes");
  }

  private String different() {
    String service = Images.serviceImage().get();
    String training = Images.trainingImage().get();
    return """
    services:
      service:
        image: %s
        environment:
          SPIKELET_WATCH_INTERVAL: 1s
      seed:
        image: %s
      train:
        image: %s
        volumes:
          - %s:/work/data:ro
    """
        .formatted(service, training, training, directory.resolve("data"));
  }

  private int port(String name) {
    return Integer.parseInt(String.valueOf(ports.get(name)));
  }

  private static List<String> program() {
    return PROGRAMS.stream().filter(Composition::works).findFirst().orElseThrow();
  }

  private static boolean works(List<String> program) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(program.stream(), Stream.of("version")).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
