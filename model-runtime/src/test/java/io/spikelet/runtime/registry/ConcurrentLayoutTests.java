package io.spikelet.runtime.registry;

import static io.spikelet.runtime.model.ExampleModels.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link LayoutRegistry} with several readers and writers at once. */
class ConcurrentLayoutTests {

  private static final ModelRef MNIST = ModelRef.parse("esvae:mnist");
  private static final int PUBLICATIONS = 25;

  @TempDir private Path models;

  @Test
  void readersSeeWholePackagesWhileTagsMoveAndOldOnesArePruned() throws Exception {
    LayoutRegistry writer = new LayoutRegistry(models);
    writer.publish(draft("set-0"), List.of(MNIST));
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        LayoutRegistry reader = new LayoutRegistry(models);
        readers.add(threads.submit(() -> readUntil(done, reader)));
      }
      for (int i = 1; i <= PUBLICATIONS; i++) {
        writer.publish(draft("set-" + i), List.of(MNIST));
        writer.prune();
      }
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
    assertThat(writer.pull(MNIST).spec().dataset()).isEqualTo("set-" + PUBLICATIONS);
  }

  private static int readUntil(AtomicBoolean done, LayoutRegistry reader) {
    int reads = 0;
    while (!done.get() || reads == 0) {
      ModelPackage modelPackage = reader.pull(MNIST);
      assertThat(new String(modelPackage.graph(GraphRole.DECODER), StandardCharsets.UTF_8))
          .isEqualTo("decoder " + modelPackage.spec().dataset());
      assertThat(reader.list())
          .singleElement()
          .satisfies(entry -> assertThat(entry.damage()).isNull());
      reads++;
    }
    return reads;
  }

  @Test
  void writersInOneJvmLoseNoTag() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Digest>> writers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String dataset = "set-" + i;
        writers.add(
            () ->
                new LayoutRegistry(models)
                    .publish(draft(dataset), List.of(ModelRef.of("esvae", dataset))));
      }
      for (Future<Digest> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    }
    assertThat(new LayoutRegistry(models).list())
        .hasSize(12)
        .noneMatch(RegistryEntry::damaged)
        .allSatisfy(
            entry ->
                assertThat(entry).extracting("spec.dataset").isEqualTo(entry.tags().getFirst()));
  }

  @Test
  void writersInTwoProcessesLoseNoTag() throws Exception {
    List<Process> processes = List.of(otherProcess("left"), otherProcess("right"));
    for (Process process : processes) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue())
          .as(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isZero();
    }
    assertThat(new LayoutRegistry(models).list()).hasSize(12).noneMatch(RegistryEntry::damaged);
  }

  private Process otherProcess(String prefix) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            models.toString(),
            prefix)
        .redirectErrorStream(true)
        .start();
  }

  /** Publishes six packages in a process of its own. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] args) {
      LayoutRegistry registry = new LayoutRegistry(Path.of(args[0]));
      for (int i = 0; i < 6; i++) {
        String dataset = args[1] + "-" + i;
        registry.publish(draft(dataset), List.of(ModelRef.of("esvae", dataset)));
      }
    }
  }
}
