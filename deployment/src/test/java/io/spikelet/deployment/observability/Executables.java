package io.spikelet.deployment.observability;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** What the machine has of Prometheus: its programs, else its image, else nothing. */
final class Executables {
  static final String IMAGE = "prom/prometheus:v3";

  private Executables() {}

  static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether a container may share this machine's network. */
  static boolean containersOfThisHost() {
    return System.getProperty("os.name").equals("Linux") && containers();
  }

  static boolean containers() {
    return DockerClientFactory.instance().isDockerAvailable();
  }
}
