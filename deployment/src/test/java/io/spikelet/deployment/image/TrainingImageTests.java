package io.spikelet.deployment.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AccessMode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Tests for the image {@code training}, with data and runs in a volume. */
@Testcontainers(disabledWithoutDocker = true)
@EnabledIf(
    value = "io.spikelet.deployment.image.Images#packaged",
    disabledReason = "nothing is packaged; ./mvnw package does it")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainingImageTests {

  private static final String REGISTRY = "oci-layout:/work/models";
  private static final String[] TRAIN = {
    "train",
    "--family",
    "esvae",
    "--data",
    "mnist:data/mnist",
    "--config",
    "/opt/spikelet/configs/esvae-two-cores.properties",
    "--set",
    "batch-size=16",
    "--set",
    "time-steps=4",
    "--set",
    "latent-size=16",
    "--registry",
    REGISTRY
  };

  private final String volume = "spikelet-test-" + UUID.randomUUID();

  @BeforeAll
  void fillVolume() {
    docker().createVolumeCmd().withName(volume).exec();
    TrainingContainer datasets = new TrainingContainer(volume, "datasets", "mnist:data/mnist");
    TinyMnist.files()
        .forEach(
            (name, bytes) ->
                datasets.withCopyToContainer(Transferable.of(bytes), "/work/data/mnist/" + name));
    assertThat(datasets.output()).contains("64").contains("32");
  }

  @AfterAll
  void removeVolume() {
    docker().removeVolumeCmd(volume).exec();
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).contains("Usage: spikelet").contains("train", "publish", "models");
  }

  @Test
  void listsTheModelsInTheImageByDefault() {
    assertThat(run("models")).contains("esvae:").contains("spiking-diffusion:");
  }

  @Test
  void trainsAndPublishesAModelThatTheServiceDraws() throws Exception {
    String said = run(train("--epochs", "1", "--out", "runs/short", "--as", "esvae:tiny"));

    assertThat(said).contains("published sha256:").contains("as esvae:tiny");
    assertThat(run("models", "--registry", REGISTRY)).contains("esvae:[tiny]");
    try (ServiceContainer service = serviceOfVolume()) {
      service.start();
      assertThat(service.post("/generate?model=esvae:tiny").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void savesItsStateOnASignalAndGoesOn() throws Exception {
    TrainingContainer training =
        new TrainingContainer(volume, train("--epochs", "300", "--out", "runs/stopped")).hardened();
    WaitingConsumer log = new WaitingConsumer();
    try (training) {
      training.withLogConsumer(log).start();
      log.waitUntil(frame -> frame.getUtf8String().startsWith("epoch 2 of"), 60, SECONDS);

      docker().killContainerCmd(training.getContainerId()).withSignal("TERM").exec();

      Integer code =
          docker().waitContainerCmd(training.getContainerId()).start().awaitStatusCode(60, SECONDS);
      assertThat(code).isEqualTo(143);
      assertThat(training.getLogs()).contains("stopped in epoch", "continue with --resume");
    }
    assertThat(run("publish", "runs/stopped", "--as", "esvae:stopped", "--registry", REGISTRY))
        .contains("as esvae:stopped");
  }

  @Test
  void hasNoNativeLibrariesInJars() throws Exception {
    try (TrainingContainer container = new TrainingContainer(volume, "--help")) {
      container.start();
      assertThat(
              container.<Object>copyFileFromContainer("/opt/spikelet/lib", NativeNames::inJarsOf))
          .isEqualTo(List.of());
    }
  }

  private String run(String... command) {
    return new TrainingContainer(volume, command).hardened().output();
  }

  private static String[] train(String... more) {
    return Stream.concat(Stream.of(TRAIN), Stream.of(more)).toArray(String[]::new);
  }

  private ServiceContainer serviceOfVolume() {
    return new ServiceContainer()
        .withEnv("SPIKELET_REGISTRY", REGISTRY)
        .withEnv("SPIKELET_EAGER", "esvae:tiny")
        .withCreateContainerCmdModifier(Sandbox.work(volume, AccessMode.ro));
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }
}
