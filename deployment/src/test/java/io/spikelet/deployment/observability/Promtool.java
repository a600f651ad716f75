package io.spikelet.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/** {@code promtool}, of the path or of the image; without either the test is skipped. */
final class Promtool {
  private Promtool() {}

  /**
   * Runs it and expects success.
   *
   * @param file below the project's root, the last argument
   */
  static String run(Path file, String... command) throws IOException, InterruptedException {
    boolean program = Executables.find("promtool").isPresent();
    assumeTrue(
        program || Executables.containers(), "no promtool on the path, and no container engine");
    return program ? here(file, command) : inContainer(file, command);
  }

  private static String here(Path file, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(Executables.find("promtool").orElseThrow().toString());
    all.addAll(List.of(command));
    all.add(file.toString());
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static String inContainer(Path file, String... command)
      throws IOException, InterruptedException {
    try (GenericContainer<?> container =
        new GenericContainer<>(Executables.IMAGE).waitingFor(Wait.forHttp("/-/ready"))) {
      container.withExposedPorts(9090);
      copy(container, Project.RULES);
      copy(container, Project.RULE_TESTS);
      container.start();
      List<String> all = new ArrayList<>(List.of("promtool"));
      all.addAll(List.of(command));
      all.add(inside(file));
      ExecResult result = container.execInContainer(all.toArray(String[]::new));
      String output = result.getStdout() + result.getStderr();
      assertThat(result.getExitCode()).as(output).isZero();
      return output;
    }
  }

  private static void copy(GenericContainer<?> container, Path file) {
    container.withCopyFileToContainer(MountableFile.forHostPath(file, 0644), inside(file));
  }

  private static String inside(Path file) {
    return "/project/" + Project.ROOT.relativize(file);
  }
}
