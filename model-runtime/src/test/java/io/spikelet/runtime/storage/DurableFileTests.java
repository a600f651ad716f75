package io.spikelet.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link DurableFile}. */
class DurableFileTests {

  @TempDir private Path directory;

  @Test
  void aFileIsReplacedAndNothingStaysAside() throws IOException {
    Path file = directory.resolve("file");
    Path aside = directory.resolve("aside");
    Files.writeString(aside, "longer than what comes, from a writer that was killed");
    DurableFile.replace(file, bytes("first"), aside);
    assertThat(file).hasContent("first");
    DurableFile.replace(file, bytes("second"), aside);
    assertThat(file).hasContent("second");
    assertThat(aside).doesNotExist();
  }

  @Test
  void whatCannotBeReplacedIsAsItWas() throws IOException {
    Path file = directory.resolve("file");
    Files.createDirectories(file.resolve("in it"));
    Path aside = directory.resolve("aside");
    assertThatThrownBy(() -> DurableFile.replace(file, bytes("new"), aside))
        .isInstanceOf(IOException.class);
    assertThat(file.resolve("in it")).exists();
    assertThat(aside).doesNotExist();
  }

  @Test
  void directoriesAreMade() throws IOException {
    Path deep = directory.resolve("a/b/c");
    DurableFile.createDirectories(deep);
    DurableFile.createDirectories(deep);
    assertThat(deep).isDirectory();
  }

  /** The order of the system's calls is the whole point, and only a tracer sees it. */
  @Test
  void contentReachesTheDiskBeforeTheNameAndTheNameBeforeTheReturn() throws Exception {
    assumeThat(possible("strace", "-V")).isTrue();
    Path trace = directory.resolve("trace");
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-y",
                "-e",
                "trace=fsync,fdatasync,rename,renameat,renameat2",
                "-o",
                trace.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                directory.resolve("made").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<String> calls =
        Files.readAllLines(trace).stream().filter(line -> line.contains("made")).toList();
    assertThat(calls).hasSize(3);
    assertThat(calls.get(0)).contains("sync(").contains("made/aside>");
    assertThat(calls.get(1)).contains("rename").contains("made/file");
    assertThat(calls.get(2)).contains("sync(").contains("/made>");
  }

  private static boolean possible(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes one file. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0], "file");
      DurableFile.createDirectories(Path.of(args[0]));
      DurableFile.replace(file, bytes("content"), file.resolveSibling("aside"));
    }
  }
}
