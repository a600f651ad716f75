package io.spikelet.service.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.service.SpikeletService;
import io.spikelet.service.memory.InjectedExhaustion.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tests for {@link OutOfMemory}: wherever a request is when the memory ends, the process ends with
 * it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutOfMemoryTests {
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private Thread.@Nullable UncaughtExceptionHandler before;
  private ConfigurableApplicationContext context;

  @BeforeAll
  void start(@TempDir Path registry) throws IOException {
    before = Thread.getDefaultUncaughtExceptionHandler();
    OutOfMemory.endWith(ends::add);
    OutOfMemory.watchAllThreads();
    context =
        new SpringApplicationBuilder(SpikeletService.class, InjectedExhaustion.Everywhere.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--spikelet.registry=" + TestPackages.uriIn(registry));
  }

  @AfterAll
  void stop() {
    context.close();
    OutOfMemory.endWithHalt();
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @ParameterizedTest
  @EnumSource
  void endsTheProcessAtEachStage(Stage stage) throws Exception {
    ends.clear();
    InjectedExhaustion.at(stage);
    // A connection of its own: one that the fault before has left behind may end under a request.
    try (HttpClient http = HttpClient.newHttpClient()) {
      CompletableFuture<String> answer =
          said(http.sendAsync(request(stage), BodyHandlers.ofString()));
      boolean heard = heard("injected: " + stage);
      // What is left of the answer must not meet the next fault.
      assertThat(heard).as(answer.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** An answer, or how the connection ended. */
  private static CompletableFuture<String> said(CompletableFuture<HttpResponse<String>> answer) {
    return answer.handle(
        (response, lost) ->
            lost == null ? response.statusCode() + " " + response.body() : lost.toString());
  }

  /** Those before may have been heard on several threads. */
  private boolean heard(String reason) throws InterruptedException {
    @Nullable String end = ends.poll(30, TimeUnit.SECONDS);
    while (end != null && !end.equals(reason)) {
      end = ends.poll(30, TimeUnit.SECONDS);
    }
    return end != null;
  }

  @Test
  void aProcessEndsWithItsReason() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-cp",
                System.getProperty("java.class.path"),
                Hoarder.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(OutOfMemory.EXIT_CODE);
    assertThat(said).contains("Out of memory (Java heap space): the process ends");
  }

  /** A program whose thread takes all memory, while its others would go on. */
  static final class Hoarder {
    private Hoarder() {}

    public static void main(String[] args) throws InterruptedException {
      OutOfMemory.watchAllThreads();
      Thread.ofVirtual().start(Hoarder::hoard);
      Thread.sleep(60_000);
    }

    private static void hoard() {
      Deque<byte[]> hoard = new ArrayDeque<>();
      while (hoard.isEmpty() || hoard.getLast().length > 0) {
        hoard.addLast(new byte[1 << 20]);
      }
    }
  }

  private HttpRequest request(Stage stage) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + stage.path()))
            .POST(BodyPublishers.ofString(stage.body()));
    if (stage == Stage.STEP) {
      request.header("Accept", "text/event-stream");
    }
    return request.build();
  }
}
