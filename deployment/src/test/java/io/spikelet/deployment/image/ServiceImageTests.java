package io.spikelet.deployment.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.ContainerConfig;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.containers.Network;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Tests for the image {@code service}, in containers without privileges. */
@Testcontainers(disabledWithoutDocker = true)
@EnabledIf(
    value = "io.spikelet.deployment.image.Images#packaged",
    disabledReason = "nothing is packaged; ./mvnw package does it")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceImageTests {

  private static final Pattern PENDING = Pattern.compile("(?m)^snn_pending_requests (\\S+)$");

  private final Network network = Network.newNetwork();
  private final ServiceContainer service = new ServiceContainer();

  @BeforeAll
  void start() {
    service.withNetwork(network).withNetworkAliases("service").start();
  }

  @AfterAll
  void stop() {
    service.close();
    network.close();
  }

  @Test
  void drawsAPictureAndSaysWhatItCost() throws Exception {
    HttpResponse<byte[]> answer = service.post("/generate?model=esvae&seed=7");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ImageIO.read(new ByteArrayInputStream(answer.body())).getWidth()).isEqualTo(32);
    assertThat(answer.headers().firstValue("Snn-Model"))
        .hasValueSatisfying(model -> assertThat(model).matches("esvae:latest@sha256:[0-9a-f]{64}"));
    assertThat(answer.headers().firstValue("Snn-Seed")).hasValue("7");
    assertThat(answer.headers().map())
        .containsKeys("Snn-Energy-Estimate", "Snn-Synops", "Snn-Spikes", "Snn-Firing-Rate");
  }

  @Test
  void hasTheNativeLibrariesOfStatisticsToo() throws Exception {
    HttpResponse<byte[]> answer = service.post("/latents?model=esvae&statistics=full");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new String(answer.body(), UTF_8)).contains("\"mean_pairwise_correlation\"");
  }

  @Test
  void runsAsAUserWithoutPrivilegesAsTheFirstProcess() throws Exception {
    assertThat(service.run("id", "-u")).isEqualTo("10001");
    assertThat(service.run("cat", "/proc/1/comm")).isEqualTo("java");
    assertThat(service.run("grep", "^CapEff", "/proc/1/status")).endsWith("0000000000000000");
  }

  @Test
  void writesNothingButEmptyDirectoriesIntoTheTemporaryFileSystem() throws Exception {
    assertThat(service.post("/latents?model=esvae&statistics=full").statusCode()).isEqualTo(200);

    assertThat(service.run("find", "/tmp", "-type", "f", "-not", "-path", "/tmp/hsperfdata_*"))
        .isEmpty();
    assertThat(service.execInContainer("touch", "/opt/spikelet/x").getExitCode()).isNotZero();
    assertThat(service.execInContainer("touch", "/var/cache/spikelet/x").getExitCode()).isZero();
  }

  @Test
  void isSmallerThanItsMemory() throws Exception {
    for (String model : List.of("esvae", "fsvae", "spiking-diffusion")) {
      assertThat(service.post("/generate?n=16&model=" + model).statusCode()).isEqualTo(200);
    }

    // The resident pages of the process: the engine's own account also has the files it has read.
    String line = service.run("grep", "^VmRSS", "/proc/1/status");
    long resident = Long.parseLong(line.replaceAll("\\D", "")) << 10;
    assertThat(resident).isLessThan(ServiceContainer.MEMORY);
  }

  @Test
  void takesUpTheAheadOfTimeCache() throws Exception {
    assertThat(service.run("grep", "-c", "service.aot", "/proc/1/maps")).isNotEqualTo("0");
    assertThat(service.getLogs()).doesNotContain("[aot]").doesNotContain("[cds]");
  }

  @Test
  void hasLibrariesOfThisPlatformAndAsFilesOnly() throws Exception {
    List<String> directories =
        service
            .run("find", "/opt/spikelet/natives", "-type", "f", "-printf", "%h\n")
            .lines()
            .distinct()
            .map(directory -> directory.replace("/opt/spikelet/natives/", ""))
            .toList();

    assertThat(directories)
        .containsExactlyInAnyOrder(
            "ai/onnxruntime/native",
            "com/sun/jna",
            "org/bytedeco/javacpp",
            "org/bytedeco/openblas",
            "org/nd4j/linalg/cpu/nativecpu/bindings");
    List<String> inJars = service.copyFileFromContainer("/opt/spikelet/app", NativeNames::inJarsOf);
    assertThat(inJars).isEmpty();
    assertThat(service.run("find", "/opt/spikelet", "-name", "*.dll", "-o", "-name", "*.dylib"))
        .isEmpty();
  }

  @Test
  void tellsWhatItIs() {
    ContainerConfig config =
        service.getDockerClient().inspectImageCmd(service.getDockerImageName()).exec().getConfig();
    Map<String, String> labels = requireNonNull(requireNonNull(config).getLabels());

    assertThat(labels)
        .containsEntry("org.opencontainers.image.title", "Spikelet")
        .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
        .containsEntry("org.opencontainers.image.version", "0.1.0-SNAPSHOT")
        .containsEntry("org.opencontainers.image.revision", Images.REVISION)
        .containsKeys("org.opencontainers.image.description", "org.opencontainers.image.source");
  }

  @Test
  void isScrapedByThePrometheusOfCompose() throws Exception {
    assertThat(service.post("/generate?model=esvae").statusCode()).isEqualTo(200);
    try (PrometheusContainer prometheus = new PrometheusContainer(network)) {
      prometheus.start();

      assertThat(prometheus.await("up{job=\"spikelet\"}", value -> value == 1)).isTrue();
      assertThat(prometheus.await("sum(snn_images_total)", value -> value >= 1)).isTrue();
    }
  }

  @Test
  void answersRequestsUnderWayBeforeItEnds() throws Exception {
    try (ServiceContainer ending = new ServiceContainer()) {
      ending.start();
      assertThat(ending.post("/generate?model=spiking-diffusion").statusCode()).isEqualTo(200);
      List<CompletableFuture<HttpResponse<byte[]>>> answers =
          IntStream.range(0, 4)
              .mapToObj(
                  seed -> ending.postAsync("/generate?model=spiking-diffusion&n=8&seed=" + seed))
              .toList();
      awaitPending(ending, answers.size());

      terminate(ending);

      for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
        assertThat(answer.get(60, SECONDS).statusCode()).isEqualTo(200);
      }
      assertThat(exitCode(ending)).isEqualTo(143);
      assertThat(ending.getLogs()).contains("Graceful shutdown complete");
    }
  }

  private static void awaitPending(ServiceContainer service, int requests) throws Exception {
    for (long end = System.nanoTime() + SECONDS.toNanos(20); System.nanoTime() < end; ) {
      Matcher pending = PENDING.matcher(service.managementGet("/actuator/prometheus"));
      if (pending.find() && Double.parseDouble(pending.group(1)) == requests) {
        return;
      }
    }
    throw new AssertionError("the requests were not under way together");
  }

  private static void terminate(ServiceContainer service) {
    service.getDockerClient().killContainerCmd(service.getContainerId()).withSignal("TERM").exec();
  }

  /** Waits for the end; the grace period of Compose is the limit. */
  private static Integer exitCode(ServiceContainer service) {
    return service
        .getDockerClient()
        .waitContainerCmd(service.getContainerId())
        .start()
        .awaitStatusCode(45, SECONDS);
  }
}
