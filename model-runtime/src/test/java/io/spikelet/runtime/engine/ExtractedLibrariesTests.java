package io.spikelet.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link ExtractedLibraries}. */
class ExtractedLibrariesTests {

  private static final String RUNS = "a graph ran";

  @TempDir private Path directory;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aProcessThatIsKilledLeavesNothingBehindAndHarmsNobodyElse() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path ofAnother = Files.createDirectory(temporary.resolve("onnxruntime-java123"));
    Files.writeString(ofAnother.resolve("libonnxruntime.so"), "of another process");
    Process process = start(temporary);
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.lines().anyMatch(RUNS::equals)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (var files = Files.list(temporary)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("onnxruntime")))
          .containsExactly(ofAnother);
    }
    assertThat(ofAnother.resolve("libonnxruntime.so")).hasContent("of another process");
  }

  private Process start(Path temporary) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName())
        .directory(directory.toFile())
        .redirectError(directory.resolve("errors").toFile())
        .start();
  }

  /** Runs a graph, says so and waits to be killed. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      try (OnnxEngine engine = new OnnxEngine();
          OnnxGraph graph = engine.open(ExternalDataTests.constant(42))) {
        assertThat(graph.run(Map.of()).floats("y").data()).containsExactly(42);
        System.out.println(RUNS);
        Thread.sleep(60_000);
      }
    }
  }
}
