package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.PackageDraft;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.OciRegistry;
import io.spikelet.runtime.registry.RegistryAccess;
import io.spikelet.runtime.registry.SmallDisk;
import io.spikelet.service.ServiceClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.testcontainers.junit.jupiter.Testcontainers;
import tools.jackson.databind.JsonNode;

/**
 * The service on a real OCI registry: tags that move, packages that are bad, a registry that goes.
 */
@Testcontainers(disabledWithoutDocker = true)
class HotSwapTests {

  private static final ModelRef TINY = ModelRef.parse("esvae:tiny");
  private static final ModelRef ASIDE = ModelRef.parse("esvae:aside");
  private static final String GENERATE = "/generate?model=esvae:tiny&seed=7";
  private static final String[] ADMIN = {"Authorization", "Bearer open sesame"};

  @TempDir private Path directory;
  private OciRegistry server;
  private ModelRegistry publisher;
  private Digest first;
  private ConfigurableApplicationContext context;
  private ServiceClient service;
  private ServiceClient management;

  @BeforeEach
  void start() {
    server = OciRegistry.open();
    RegistryAccess access =
        new RegistryAccess(directory.resolve("other"), List.of(), (_, _) -> Optional.empty());
    publisher = ModelRegistry.open(server.uri(), access);
    first = publisher.publish(version("first"), List.of(TINY));
    context =
        new SpringApplicationBuilder(SpikeletService.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--spikelet.registry=" + server.uri(),
                "--spikelet.cache=" + directory.resolve("cache"),
                "--spikelet.watch-interval=200ms",
                "--spikelet.eager=esvae:tiny",
                "--spikelet.admin-token=open sesame");
    service = new ServiceClient(port("local.server.port"));
    management = new ServiceClient(port("local.management.port"));
    await(() -> management.get("/actuator/health/readiness").status() == 200);
  }

  @AfterEach
  void stop() {
    context.close();
    server.close();
  }

  @Test
  void aTagMovesUnderEightClientsAndNoRequestFails() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger answers = new AtomicInteger();
    List<CompletableFuture<Set<String>>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < 8; client++) {
        clients.add(CompletableFuture.supplyAsync(() -> packagesSeen(done, answers), threads));
      }
      await(() -> answers.get() > 40);
      Digest second = publisher.publish(version("second"), List.of(TINY));
      await(() -> served().equals(second));
      int swapped = answers.get();
      await(() -> answers.get() > swapped + 40);
      done.set(true);
      for (CompletableFuture<Set<String>> client : clients) {
        // In this order and without a return to the first: the set keeps each change.
        assertThat(client.get(30, TimeUnit.SECONDS)).containsExactly("0 " + first, "1 " + second);
      }
    }
    assertThat(metric("snn_model_swaps_total{result=\"success\"}")).isEqualTo(1);
    assertThat(metric("snn_model_swaps_total{result=\"failure\"}")).isZero();
  }

  @Test
  void aPackageThatCannotBeLoadedLeavesTheOldOneServingAndIsNamed() {
    Digest bad = publisher.publish(broken(), List.of(TINY));
    await(() -> metric("snn_model_updates_refused") == 1);
    assertThat(served()).isEqualTo(first);
    assertThat(metric("snn_model_swaps_total{result=\"failure\"}")).isEqualTo(1);

    JsonNode model = service.get("/models/esvae:tiny").json();
    assertThat(model.at("/model").asString()).endsWith(first.toString());
    assertThat(model.at("/state").asString()).isEqualTo("ready");
    assertThat(model.at("/refused/digest").asString()).isEqualTo(bad.toString());
    assertThat(model.at("/refused/reason").asString()).isNotEmpty();
    await(() -> listed().at("/digest").asString().equals(bad.toString()));
    assertThat(listed().at("/state").asString()).isEqualTo("failed");
    assertThat(listed().at("/served_with/tiny").asString()).isEqualTo(first.toString());
    assertThat(service.post("/admin/models/esvae:tiny/refresh", ADMIN).status()).isEqualTo(503);
    assertThat(served()).isEqualTo(first);

    Digest mended = publisher.publish(version("mended"), List.of(TINY));
    Answer refreshed = service.post("/admin/models/esvae:tiny/refresh", ADMIN);
    assertThat(refreshed.json().at("/model").asString()).endsWith(mended.toString());
    assertThat(served()).isEqualTo(mended);
    assertThat(metric("snn_model_updates_refused")).isZero();
  }

  @Test
  void aContentAlteredInTheRegistryIsRefusedUntilItIsWholeAgain() {
    Digest second = publisher.publish(version("second"), List.of(ASIDE));
    server.alter(card("second"));
    publisher.publish(version("second"), List.of(TINY));
    await(() -> metric("snn_model_updates_refused") == 1);
    assertThat(served()).isEqualTo(first);
    assertThat(service.get("/models/esvae:tiny").json().at("/refused/reason").asString())
        .contains("MODEL_CARD.md", card("second").toString());
    assertThat(service.post("/admin/models/esvae:tiny/refresh", ADMIN).status()).isEqualTo(503);
    assertThat(served()).isEqualTo(first);

    server.restore(card("second"), bytes("second"));
    assertThat(service.post("/admin/models/esvae:tiny/refresh", ADMIN).status()).isEqualTo(200);
    assertThat(served()).isEqualTo(second);
  }

  @Test
  void theRegistryGoesAndComesBack() {
    server.stop();
    for (int i = 0; i < 5; i++) {
      assertThat(served()).isEqualTo(first);
    }
    assertThat(management.get("/actuator/health/readiness").status()).isEqualTo(200);
    Answer refused = service.post("/admin/models/esvae:tiny/refresh", ADMIN);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().at("/detail").asString()).contains("cannot be reached");
    assertThat(service.post("/generate?model=absent").status()).isEqualTo(503);

    server.restart();
    Digest second = publisher.publish(version("second"), List.of(TINY));
    await(() -> served().equals(second));
  }

  @Test
  void aFullDiskUnderTheCacheHoldsNoPackageUp() {
    Path cache = cached();
    try (SmallDisk disk = SmallDisk.mount(cache, 64)) {
      assertThat(disk).isNotNull();
      Digest second = publisher.publish(version("x".repeat(200_000)), List.of(TINY));
      await(() -> served().equals(second));
      assertThat(metric("snn_model_updates_refused")).isZero();
    }
  }

  @Test
  void aModelThatIsUnloadedIsLoadedFromTheCacheWhileTheRegistryIsDown() {
    server.stop();
    assertThat(service.post("/admin/models/esvae:tiny/unload", ADMIN).status()).isEqualTo(200);
    assertThat(served()).isEqualTo(first);
  }

  /** Asks until it is told to stop; each change of the package is remembered with its number. */
  private Set<String> packagesSeen(AtomicBoolean done, AtomicInteger answers) {
    Set<String> seen = new LinkedHashSet<>();
    String last = "";
    while (!done.get()) {
      String digest = served().toString();
      if (!digest.equals(last)) {
        seen.add(seen.size() + " " + digest);
        last = digest;
      }
      answers.incrementAndGet();
    }
    return seen;
  }

  private Digest served() {
    Answer answer = service.post(GENERATE);
    assertThat(answer.status()).as(answer::text).isEqualTo(200);
    String model = answer.header("Snn-Model");
    return new Digest(model.substring(model.indexOf('@') + 1));
  }

  private JsonNode listed() {
    return service
        .get("/models")
        .json()
        .at("/models")
        .valueStream()
        .filter(model -> model.at("/tags").valueStream().anyMatch(t -> t.asString().equals("tiny")))
        .findFirst()
        .orElseThrow();
  }

  private double metric(String series) {
    return management
        .get("/actuator/prometheus")
        .text()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElseThrow();
  }

  /** The cache of this registry. */
  private Path cached() {
    try (var caches = Files.list(directory.resolve("cache"))) {
      return caches.findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int port(String property) {
    return context.getEnvironment().getRequiredProperty(property, Integer.class);
  }

  private static PackageDraft version(String name) {
    return draft(name, Map.of());
  }

  /** Its decoder is no graph. */
  private static PackageDraft broken() {
    return draft("broken", Map.of(GraphRole.DECODER, bytes("no graph")));
  }

  private static PackageDraft draft(String name, Map<GraphRole, byte[]> instead) {
    ModelPackage tiny = TestPackages.esvae();
    Map<GraphRole, byte[]> graphs = new EnumMap<>(GraphRole.class);
    tiny.spec().graphs().keySet().forEach(role -> graphs.put(role, tiny.graph(role)));
    graphs.putAll(instead);
    return PackageDraft.of(tiny.spec(), graphs, Map.of(ModelPack.CARD_PATH, bytes(name)));
  }

  private static Digest card(String name) {
    return Digest.of(bytes(name));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    CountDownLatch tick = new CountDownLatch(1);
    try {
      while (!condition.getAsBoolean()) {
        assertThat(System.nanoTime()).as("in time").isLessThan(end);
        assertThat(tick.await(20, TimeUnit.MILLISECONDS)).isFalse();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
