package io.spikelet.runtime.registry;

import static io.spikelet.runtime.model.ExampleModels.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ExampleModels;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Tests for {@link RemoteRegistry}, against a real registry. */
@Testcontainers(disabledWithoutDocker = true)
class RemoteRegistryTests {

  private static final ModelRef MNIST = ModelRef.parse("esvae:mnist");
  private static final ModelRef LATEST = ModelRef.parse("esvae:latest");
  private static final Digest DECODER = Digest.of(ExampleModels.bytes("decoder mnist"));
  private static final Attempts TWO = new Attempts(2, Duration.ofMillis(20));

  @TempDir private Path directory;
  private OciRegistry server;
  private RemoteRegistry registry;

  @BeforeEach
  void openRegistry() {
    server = OciRegistry.open();
    registry = client("cache");
  }

  @AfterEach
  void closeRegistry() {
    server.close();
  }

  @Test
  void pullsWhatWasPublishedWithTheDigestThatADirectoryGivesIt() {
    Digest digest = registry.publish(draft(), List.of(MNIST, LATEST));
    assertThat(digest)
        .isEqualTo(
            new LayoutRegistry(directory.resolve("models")).publish(draft(), List.of(MNIST)));
    ModelPackage pulled = client("other").pull(MNIST);
    assertThat(pulled.ref()).hasToString("esvae:mnist@" + digest);
    assertThat(pulled.spec()).isEqualTo(ExampleModels.spec());
    assertThat(pulled.graph(GraphRole.DECODER)).asString().isEqualTo("decoder mnist");
    assertThat(client("third").pull(ModelRef.parse("esvae@" + digest)).digest()).isEqualTo(digest);
  }

  @Test
  void listsEveryTagOfItsPrefix() {
    Digest mnist = registry.publish(draft("mnist"), List.of(MNIST, LATEST));
    Digest fashion = registry.publish(draft("fashion"), List.of(ModelRef.parse("vae:fashion")));
    new RemoteRegistry(
            RemoteAddress.parse("oci+http://" + server.host()).orElseThrow(), access("x"))
        .publish(draft("elsewhere"), List.of(ModelRef.parse("elsewhere")));
    List<RegistryEntry> entries = client("other").list();
    assertThat(entries).extracting(RegistryEntry::name).containsExactly("esvae", "vae");
    assertThat(entries).extracting(RegistryEntry::digest).containsExactly(mnist, fashion);
    assertThat(entries.getFirst().tags()).containsExactly("latest", "mnist");
    assertThat(entries.getFirst().spec()).isEqualTo(ExampleModels.spec());
  }

  @Test
  void listsTheNamesThatItWasGivenWhereThereIsNoCatalogue() {
    registry.publish(draft(), List.of(MNIST));
    registry.publish(draft(), List.of(ModelRef.parse("vae:mnist")));
    RegistryAccess named =
        new RegistryAccess(
            directory.resolve("named"), List.of("vae", "absent"), (_, _) -> Optional.empty());
    assertThat(new RemoteRegistry(address(), named).list())
        .extracting(RegistryEntry::name)
        .containsExactly("vae");
  }

  @Test
  void aMovedTagIsSeenWhenItIsRefreshed() {
    Digest before = registry.publish(draft("mnist"), List.of(MNIST));
    RemoteRegistry reader = client("reader");
    assertThat(reader.resolve(MNIST)).isEqualTo(before);
    Digest after = registry.publish(draft("fashion"), List.of(MNIST));
    assertThat(reader.resolve(MNIST)).isEqualTo(before);
    reader.refresh(MNIST);
    assertThat(reader.resolve(MNIST)).isEqualTo(after);
    assertThat(reader.pull(MNIST).digest()).isEqualTo(after);
    // What is still served by its digest stays within reach.
    assertThat(reader.pull(MNIST.withDigest(before)).digest()).isEqualTo(before);
  }

  @Test
  void unknownModelsAndDigestsOfOtherNamesAreNotFound() {
    Digest digest = registry.publish(draft(), List.of(MNIST));
    for (String ref : List.of("gan:mnist", "esvae:other", "gan@" + digest)) {
      assertThatThrownBy(() -> registry.resolve(ModelRef.parse(ref)))
          .isInstanceOf(ModelNotFoundException.class)
          .hasMessageContaining("esvae:mnist");
    }
  }

  @Test
  void copyingKeepsEveryByte() {
    LayoutRegistry models = new LayoutRegistry(directory.resolve("models"));
    Digest digest = models.publish(draft(), List.of(MNIST));
    registry.store(models.contents(MNIST), List.of(MNIST, LATEST));
    LayoutRegistry back = new LayoutRegistry(directory.resolve("back"));
    back.store(client("other").contents(LATEST), List.of(LATEST));
    assertThat(back.resolve(LATEST)).isEqualTo(digest);
    assertThat(back.pull(LATEST).graph(GraphRole.PRIOR)).asString().isEqualTo("prior");
  }

  @Test
  void anAlteredContentIsNeverServed() {
    registry.publish(draft(), List.of(MNIST));
    server.alter(DECODER);
    assertThatThrownBy(() -> client("other").pull(MNIST))
        .isInstanceOf(DamagedPackageException.class)
        .hasMessageContaining("decoder.onnx")
        .hasMessageContaining(DECODER.value());
  }

  @Test
  void aContentAlteredInTheCacheIsFetchedAgain() throws IOException {
    registry.publish(draft(), List.of(MNIST));
    registry.pull(MNIST);
    Path cached = cached(DECODER);
    Files.writeString(cached, "DECODER MNIST");
    assertThat(registry.pull(MNIST).graph(GraphRole.DECODER)).asString().isEqualTo("decoder mnist");
    assertThat(cached).hasContent("decoder mnist");
  }

  @Test
  void whatWasPulledIsServedWhileTheRegistryIsDown() {
    Digest digest = registry.publish(draft(), List.of(MNIST));
    registry.pull(MNIST);
    server.stop();
    assertThat(registry.resolve(MNIST)).isEqualTo(digest);
    assertThat(registry.pull(MNIST).digest()).isEqualTo(digest);
    assertThatThrownBy(() -> registry.refresh(MNIST))
        .isInstanceOf(RegistryUnavailableException.class)
        .extracting(e -> ((RegistryUnavailableException) e).reason())
        .isEqualTo("it cannot be reached");
    RemoteRegistry restarted = client("cache");
    assertThat(restarted.pull(MNIST).digest()).isEqualTo(digest);
    assertThat(restarted.list()).extracting(RegistryEntry::digest).containsExactly(digest);

    assertThatThrownBy(() -> client("empty").resolve(MNIST))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> client("empty").list())
        .isInstanceOf(RegistryUnavailableException.class);

    server.restart();
    registry.refresh(MNIST);
    assertThat(client("empty").pull(MNIST).digest()).isEqualTo(digest);
  }

  @Test
  void whatIsNotThereIsNotAskedForAtEveryRequest() {
    server.stop();
    assertThatThrownBy(() -> registry.resolve(MNIST))
        .isInstanceOf(RegistryUnavailableException.class);
    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      assertThatThrownBy(() -> registry.resolve(MNIST))
          .isInstanceOf(RegistryUnavailableException.class);
    }
    // A thousand refused connections with their pauses take half a minute.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void whatTheCacheHasNoRoomForIsServedAllTheSame() {
    Digest small = registry.publish(draft(), List.of(MNIST));
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), 64);
        Warnings warnings = Warnings.of(CachedContents.class)) {
      RemoteRegistry reader = client("small");
      assertThat(reader.pull(MNIST).digest()).isEqualTo(small);
      Digest large = registry.publish(draft("x".repeat(50_000)), List.of(MNIST));
      reader.refresh(MNIST);
      assertThat(reader.pull(MNIST).digest()).isEqualTo(large);
      assertThat(reader.pull(MNIST).digest()).isEqualTo(large);
      assertThat(warnings.texts())
          .singleElement(STRING)
          .contains("is full")
          .contains(MNIST.toString());
      assertThat(reader.pull(MNIST.withDigest(small)).digest()).isEqualTo(small);

      server.stop();
      // What the cache has whole, and not what it has in part, is the tag's package.
      assertThat(client("small").pull(MNIST).digest()).isEqualTo(small);
      server.restart();
      disk.grow(1024);
      assertThat(reader.pull(MNIST).digest()).isEqualTo(large);
      server.stop();
      assertThat(client("small").pull(MNIST).digest()).isEqualTo(large);
    }
  }

  @Test
  void aCacheThatCannotBeMadeLeavesPackagesUsable() throws IOException {
    Digest digest = registry.publish(draft(), List.of(MNIST));
    Files.writeString(directory.resolve("file"), "in place of a directory");
    RemoteRegistry reader = client("file");
    assertThat(reader.pull(MNIST).digest()).isEqualTo(digest);
    assertThat(reader.list()).extracting(RegistryEntry::digest).containsExactly(digest);
  }

  @Test
  void replacedPackagesMakeRoomInTheCache() {
    registry.publish(draft("a".repeat(20_000)), List.of(MNIST));
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), 320)) {
      RemoteRegistry reader = client("small");
      reader.pull(MNIST);
      for (String name : List.of("b", "c", "d", "e")) {
        Digest digest = registry.publish(draft(name.repeat(20_000)), List.of(MNIST));
        reader.refresh(MNIST);
        assertThat(reader.pull(MNIST).digest()).isEqualTo(digest);
      }
      assertThat(disk).isNotNull();
    }
  }

  @Test
  void otherArtifactsOfTheRegistryAreNotListedAndHideNothing() {
    registry.publish(draft(), List.of(MNIST));
    server.pushIndex("spikelet/esvae", "image");
    server.pushIndex("spikelet/service", "latest");
    assertThat(client("other").list())
        .singleElement()
        .satisfies(entry -> assertThat(entry.tags()).containsExactly("mnist"));
    assertThatThrownBy(() -> client("other").resolve(ModelRef.parse("service")))
        .isInstanceOfSatisfying(
            RegistryUnavailableException.class, e -> assertThat(e.isAway()).isFalse());
  }

  @Test
  void aModelThatWasRemovedDoesNotComeBackFromTheCache() {
    Digest digest = registry.publish(draft(), List.of(MNIST));
    registry.pull(MNIST);
    server.delete("spikelet/esvae", digest);
    assertThatThrownBy(() -> registry.refresh(MNIST)).isInstanceOf(ModelNotFoundException.class);
    server.stop();
    assertThatThrownBy(() -> client("cache").resolve(MNIST))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void aRegistryThatIsOverloadedForAMomentIsAskedAgain() throws IOException {
    Digest digest = registry.publish(draft(), List.of(MNIST));
    try (FlakyProxy proxy = new FlakyProxy(server.host())) {
      RemoteAddress through =
          RemoteAddress.parse("oci+http://" + proxy.host() + "/spikelet").orElseThrow();
      RemoteRegistry reader =
          new RemoteRegistry(through, access("flaky"), new Attempts(4, Duration.ofMillis(10)));
      assertThat(reader.pull(MNIST).digest()).isEqualTo(digest);
      assertThat(proxy.refused()).isPositive();
    }
  }

  private RemoteAddress address() {
    return RemoteAddress.parse(server.uri()).orElseThrow();
  }

  private RemoteRegistry client(String cache) {
    return new RemoteRegistry(address(), access(cache), TWO);
  }

  private RegistryAccess access(String cache) {
    return new RegistryAccess(directory.resolve(cache), List.of(), (_, _) -> Optional.empty());
  }

  private Path cached(Digest digest) throws IOException {
    try (var files = Files.walk(directory.resolve("cache"))) {
      return files.filter(file -> file.endsWith(digest.hex())).findFirst().orElseThrow();
    }
  }
}
