package io.spikelet.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.latent.ImageSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link SharedEnvironment}: graphs that run while their process ends. */
class EndingProcessTests {

  private static final int CODE = 7;

  @TempDir private Path directory;

  @Test
  void graphsRunOnWhileShutdownHooksDo() throws Exception {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> text(output)).isEqualTo(CODE);
    assertThat(text(output)).contains("ran to the end");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Draws images on two threads, ends, and draws on in a hook that takes a second. */
  static final class Program {

    private Program() {}

    /** Ends with {@link #CODE}. */
    public static void main(String[] args) {
      ImageModel model = ModelLoader.load(TestPackages.esvae());
      for (int i = 0; i < 2; i++) {
        Thread.ofPlatform().daemon().start(() -> draw(model, Long.MAX_VALUE));
      }
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    draw(model, System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
                    System.out.println("ran to the end");
                  }));
      draw(model, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200));
      System.exit(CODE);
    }

    private static void draw(ImageModel model, long until) {
      List<GenerateTask> tasks =
          List.of(new GenerateTask(new ImageSeed(1, 0), new TaskParameters(Map.of())));
      while (System.nanoTime() < until) {
        assertThat(model.generate(tasks)).hasSize(1);
      }
    }
  }
}
