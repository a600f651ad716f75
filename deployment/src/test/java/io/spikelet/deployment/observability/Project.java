package io.spikelet.deployment.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the files under test are. */
public final class Project {
  public static final Path ROOT =
      Path.of(System.getProperty("spikelet.root", "..")).toAbsolutePath();
  static final Path RULES = ROOT.resolve("helm/spikelet/rules/spikelet.yaml");
  static final Path RULE_TESTS =
      ROOT.resolve("deployment/src/test/resources/rules/spikelet.test.yaml");

  private Project() {}

  static List<Path> dashboards() {
    return list(ROOT.resolve("helm/spikelet/dashboards"), "json");
  }

  /** The jar that {@code package} makes; none when only {@code test} was asked for. */
  static List<Path> serviceJars() {
    Path target = ROOT.resolve("service/target");
    return Files.isDirectory(target)
        ? list(target, "jar").stream()
            .filter(jar -> jar.getFileName().toString().startsWith("service-"))
            .toList()
        : List.of();
  }

  private static List<Path> list(Path directory, String extension) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith("." + extension)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
