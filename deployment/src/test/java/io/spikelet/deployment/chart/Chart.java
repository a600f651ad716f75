package io.spikelet.deployment.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A chart's directory, and what Helm makes of it.
 *
 * @param directory the one with {@code Chart.yaml}
 */
record Chart(Path directory) {

  /** The project's root. */
  static final Path ROOT = Path.of(System.getProperty("spikelet.root", ".."));

  static final String RELEASE = "demo";
  static final String NAMESPACE = "models";
  private static final String KUBERNETES = "1.33.0";

  /** The chart of this project. */
  static Chart ours() {
    return new Chart(ROOT.resolve("helm/spikelet"));
  }

  /** A copy that a test may change. */
  Chart copyTo(Path target) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(directory.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      return new Chart(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LintResult lint() {
    return new Helm(directory).lint().strict().call();
  }

  /** Renders with values that are written as YAML; empty for the defaults. */
  Manifests render(String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return render(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Renders with a file of values. */
  Manifests render(Path values) {
    return Manifests.decode(
        new Helm(directory)
            .template()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withKubeVersion(KUBERNETES)
            .withValuesFile(values)
            .call());
  }

  /** The values that the chart is tried with: the least and the most. */
  Path ci(String name) {
    return directory.resolve("ci/" + name + "-values.yaml");
  }

  /** Every way to install the chart that a test of all of them should see. */
  List<Manifests> renderAll() {
    return List.of(render(""), render(ci("minimal")), render(ci("full")));
  }

  String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Path path = directory.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of all templates. */
  String templates() {
    try (Stream<Path> files = Files.walk(directory.resolve("templates"))) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        text.append(Files.readString(file)).append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
