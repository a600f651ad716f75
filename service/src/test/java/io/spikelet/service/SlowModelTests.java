package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.PartialImage;
import io.spikelet.runtime.generator.PartialImages;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.pool.PoolListener;
import io.spikelet.runtime.pool.PoolSettings;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.service.ServiceClient.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** What happens to requests whose model takes its time. */
class SlowModelTests {
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private ConfigurableApplicationContext context;
  private ServiceClient service;

  @BeforeEach
  void start() {
    start("2m");
  }

  private void start(String deadline) {
    SlowModel.release = new CountDownLatch(1);
    context =
        new SpringApplicationBuilder(SpikeletService.class, SlowPool.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--spikelet.limits.deadline=" + deadline,
                "--spikelet.registry=" + Registries.shared());
    service = new ServiceClient(port());
  }

  @AfterEach
  void stop() {
    SlowModel.release.countDown();
    context.close();
    clients.shutdownNow();
  }

  @Test
  void aRequestThatTakesTooLongIsGivenUp() {
    context.close();
    start("1s");
    Answer answer = service.post("/generate");
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.json().at("/deadline_ms").asInt()).isEqualTo(1000);
    assertThat(rejected("deadline")).isEqualTo(1);
  }

  @Test
  void aFullQueueRefusesAtTheDoorAndTellsWhenToComeAgain() {
    CompletableFuture<Answer> occupied = occupy();
    CompletableFuture<Answer> waiting = post("/generate?n=2");
    await(() -> context.getBean(ModelPool.class).pending() == 2);
    Answer refused = service.post("/generate");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
    SlowModel.release.countDown();
    assertThat(occupied.join().status()).isEqualTo(200);
    assertThat(waiting.join().status()).isEqualTo(200);
  }

  @Test
  void aClientThatDisconnectsGivesItsPlaceFree() throws IOException {
    CompletableFuture<Answer> occupied = occupy();
    try (Socket socket = new Socket("localhost", port())) {
      socket
          .getOutputStream()
          .write(
              "POST /generate?n=2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      await(() -> context.getBean(ModelPool.class).pending() == 2);
    }
    await(() -> context.getBean(ModelPool.class).pending() == 0);
    // Its place is free a moment before the refusal is counted.
    await(() -> rejected("client_gone") > 0);
    assertThat(rejected("client_gone")).isEqualTo(1);
    SlowModel.release.countDown();
    assertThat(occupied.join().status()).isEqualTo(200);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void drawingStopsWhenNobodyWatchesAnyMore(CapturedOutput output) throws IOException {
    SlowModel.unwatched = new CountDownLatch(1);
    try (Socket socket = new Socket("localhost", port())) {
      socket
          .getOutputStream()
          .write(
              "POST /generate HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] seen = socket.getInputStream().readNBytes(600);
      assertThat(new String(seen, StandardCharsets.UTF_8)).contains("partial_image");
    }
    await(() -> SlowModel.unwatched.getCount() == 0);
    await(() -> rejected("client_gone") == 1);
    assertThat(rejected("deadline")).isZero();
    // Waits for the request.
    context.close();
    assertThat(output.getAll()).doesNotContain("ERROR", "Ignoring exception");
  }

  @Test
  void shuttingDownFinishesWhatRuns() {
    CompletableFuture<Answer> occupied = occupy();
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(() -> SpringApplication.exit(context), clients);
    await(this::refusesConnections);
    SlowModel.release.countDown();
    assertThat(occupied.join().status()).as("finished, not broken off").isEqualTo(200);
    assertThat(exit.join()).isZero();
  }

  /** A request that the model works on until it is released. */
  private CompletableFuture<Answer> occupy() {
    SlowModel.working = new CountDownLatch(1);
    CompletableFuture<Answer> answer = post("/generate");
    await(() -> SlowModel.working.getCount() == 0);
    return answer;
  }

  private CompletableFuture<Answer> post(String path) {
    return CompletableFuture.supplyAsync(() -> service.post(path), clients);
  }

  private boolean refusesConnections() {
    try (Socket socket = new Socket("localhost", port())) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  private int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private double rejected(String reason) {
    return context
        .getBean(MeterRegistry.class)
        .get("snn.requests.rejected")
        .tag("reason", reason)
        .counter()
        .count();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time to wait").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** A model that waits until it is released. */
  private record SlowModel(ModelPackage modelPackage) implements ImageModel {
    private static final GeneratedImage BLACK =
        new GeneratedImage(
            Image.of(1, 1, 1, new float[1], ValueRange.UNIT),
            new NetworkActivity(List.of()),
            new StageTimes(0, 0));

    static volatile CountDownLatch working = new CountDownLatch(1);
    static volatile CountDownLatch release = new CountDownLatch(1);
    static volatile CountDownLatch unwatched = new CountDownLatch(1);

    @Override
    public long memoryBytes() {
      return 1;
    }

    @Override
    public List<GeneratedImage> generate(List<GenerateTask> tasks) {
      working.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return tasks.stream().map(task -> BLACK).toList();
    }

    /** Shows black for as long as somebody looks. */
    @Override
    public List<GeneratedImage> generateStepwise(List<StepwiseTask<GenerateTask>> tasks) {
      PartialImages watcher = tasks.getFirst().watcher();
      for (int step = 0; watcher.show(new PartialImage(step, BLACK.image(), BLACK.activity())); ) {
        step++;
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      unwatched.countDown();
      return List.of(BLACK);
    }

    @Override
    public void close() {}
  }

  @Configuration(proxyBeanMethods = false)
  static class SlowPool {
    @Bean
    @Primary
    ModelPool slowPool(ModelRegistry registry, PoolListener listener) {
      PoolSettings settings =
          new PoolSettings(
              1000,
              2,
              Duration.ofSeconds(10),
              1,
              Duration.ZERO,
              1,
              List.of(),
              Duration.ZERO,
              Duration.ZERO);
      return new ModelPool(registry, SlowModel::new, settings, listener);
    }
  }
}
