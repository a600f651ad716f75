package io.spikelet.runtime.registry;

import static io.spikelet.runtime.model.ExampleModels.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ExampleModels;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Tests for {@link LayoutRegistry}: what is published is what is read. */
class LayoutRegistryTests {

  private static final ModelRef MNIST = ModelRef.parse("esvae:mnist");
  private static final ModelRef LATEST = ModelRef.parse("esvae:latest");

  @TempDir private Path directory;
  private Path models;
  private LayoutRegistry registry;

  @BeforeEach
  void openRegistry() {
    models = directory.resolve("models");
    registry = new LayoutRegistry(models);
  }

  @Test
  void pullsWhatWasPublished() {
    Digest digest = registry.publish(draft(), List.of(MNIST));
    ModelPackage pulled = registry.pull(MNIST);
    assertThat(pulled.digest()).isEqualTo(digest);
    assertThat(pulled.ref()).hasToString("esvae:mnist@" + digest);
    assertThat(pulled.spec()).isEqualTo(ExampleModels.spec());
    assertThat(pulled.graph(GraphRole.DECODER)).asString().isEqualTo("decoder mnist");
    assertThat(pulled.graph(GraphRole.PRIOR)).asString().isEqualTo("prior");
    assertThat(pulled.file(ModelPack.CARD_PATH)).asString().isEqualTo("# A model of mnist");
    assertThat(pulled.paths())
        .containsExactly("MODEL_CARD.md", "decoder.onnx", "prior.onnx", "spikelet.json");
  }

  @Test
  void severalTagsPointAtOnePackage() {
    Digest digest = registry.publish(draft(), List.of(MNIST, LATEST));
    assertThat(registry.resolve(MNIST)).isEqualTo(digest);
    assertThat(registry.resolve(ModelRef.parse("esvae"))).isEqualTo(digest);
    assertThat(registry.list())
        .singleElement()
        .satisfies(entry -> assertThat(entry.tags()).containsExactly("latest", "mnist"));
  }

  @Test
  void movesATagAndLeavesTheOthers() {
    Digest before = registry.publish(draft("mnist"), List.of(MNIST, LATEST));
    Digest after = registry.publish(draft("fashion-mnist"), List.of(LATEST));
    assertThat(registry.resolve(MNIST)).isEqualTo(before);
    assertThat(registry.resolve(LATEST)).isEqualTo(after).isNotEqualTo(before);
    assertThat(registry.list()).extracting(RegistryEntry::digest).containsExactly(after, before);
  }

  @Test
  void resolvesADigestUnderItsNameOnly() {
    Digest digest = registry.publish(draft(), List.of(MNIST));
    assertThat(registry.pull(ModelRef.parse("esvae@" + digest)).digest()).isEqualTo(digest);
    assertThatThrownBy(() -> registry.resolve(ModelRef.parse("other@" + digest)))
        .isInstanceOf(ModelNotFoundException.class);
  }

  @Test
  void unknownModelListsTheKnownOnes() {
    registry.publish(draft(), List.of(MNIST, LATEST));
    assertThatThrownBy(() -> registry.resolve(ModelRef.parse("gan:mnist")))
        .isInstanceOf(ModelNotFoundException.class)
        .hasMessage("no model gan:mnist; known are esvae:latest, esvae:mnist");
  }

  @Test
  void equalDraftsHaveEqualDigestsInAnyRegistry() {
    Digest here = registry.publish(draft(), List.of(MNIST));
    Digest there = new LayoutRegistry(directory.resolve("other")).publish(draft(), List.of(LATEST));
    assertThat(here).isEqualTo(there);
  }

  @Test
  void indexDoesNotDependOnTheOrderOfPublishing() throws IOException {
    LayoutRegistry other = new LayoutRegistry(directory.resolve("other"));
    registry.publish(draft("mnist"), List.of(MNIST));
    registry.publish(draft("fashion-mnist"), List.of(LATEST));
    other.publish(draft("fashion-mnist"), List.of(LATEST));
    other.publish(draft("mnist"), List.of(MNIST));
    assertThat(models.resolve("index.json"))
        .hasSameTextualContentAs(directory.resolve("other/index.json"));
  }

  @Test
  void doesNotWriteAContentAgain() throws IOException {
    registry.publish(draft("mnist"), List.of(MNIST));
    Path prior = blob(Digest.of(ExampleModels.bytes("prior")));
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(prior, old);
    registry.publish(draft("fashion-mnist"), List.of(LATEST));
    assertThat(Files.getLastModifiedTime(prior)).isEqualTo(old);
  }

  @Test
  void publishingAgainRepairsADamagedContent() throws IOException {
    registry.publish(draft(), List.of(MNIST));
    Files.writeString(blob(Digest.of(ExampleModels.bytes("prior"))), "PRIOR");
    assertThatThrownBy(() -> registry.pull(MNIST)).isInstanceOf(DamagedPackageException.class);
    registry.publish(draft(), List.of(MNIST));
    assertThat(registry.pull(MNIST).graph(GraphRole.PRIOR)).asString().isEqualTo("prior");
  }

  @Test
  void leavesNothingBesidesTheLayout() throws IOException {
    registry.publish(draft(), List.of(MNIST));
    Files.writeString(models.resolve(".tmp-killed"), "of a writer that was killed");
    registry.publish(draft("fashion-mnist"), List.of(MNIST));
    try (Stream<Path> files = Files.list(models)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("oci-layout", "index.json", "blobs");
    }
    assertThat(models.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  @Test
  void prunesReplacedPackagesOnly() {
    registry.publish(draft("mnist"), List.of(MNIST, LATEST));
    registry.publish(draft("fashion-mnist"), List.of(LATEST));
    assertThat(registry.prune().blobs()).isZero();
    registry.publish(draft("fashion-mnist"), List.of(MNIST));
    // Manifest, config, spikelet.json, decoder and card differ; the prior is shared.
    assertThat(registry.prune().blobs()).isEqualTo(5);
    assertThat(registry.pull(MNIST).spec().dataset()).isEqualTo("fashion-mnist");
    assertThat(registry.prune()).isEqualTo(new LayoutRegistry.Pruned(0, 0));
  }

  @Test
  void keepsWhatOtherToolsPutThere() throws IOException {
    registry.publish(draft(), List.of(MNIST));
    byte[] config = ExampleModels.bytes("{}");
    byte[] foreign =
        ExampleModels.bytes(
            "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":2}}"
                .formatted(Digest.of(config)));
    Files.write(blob(Digest.of(config)), config);
    Files.write(blob(Digest.of(foreign)), foreign);
    ObjectNode index = OciJson.read("index", Files.readAllBytes(models.resolve("index.json")));
    index.withArray("manifests").add(Descriptor.of(OciManifest.MEDIA_TYPE, foreign).toJson());
    index.put("x-of-another-tool", true);
    Files.write(models.resolve("index.json"), OciJson.write(index));

    registry.publish(draft("fashion-mnist"), List.of(LATEST));
    assertThat(registry.prune().blobs()).isZero();
    assertThat(registry.list()).hasSize(2);
    assertThat(models.resolve("index.json"))
        .content()
        .contains(Digest.of(foreign).value())
        .contains("x-of-another-tool");
  }

  @Test
  void seesWhatAnotherRegistryObjectPublishes() {
    registry.publish(draft("mnist"), List.of(MNIST));
    LayoutRegistry writer = new LayoutRegistry(models);
    for (int i = 0; i < 15; i++) {
      Digest digest = writer.publish(draft("set-" + i), List.of(MNIST));
      assertThat(registry.resolve(MNIST)).isEqualTo(digest);
    }
  }

  @Test
  void seesAChangeOfASettledIndex() throws IOException {
    registry.publish(draft("mnist"), List.of(MNIST));
    Path index = models.resolve("index.json");
    Files.setLastModifiedTime(index, FileTime.fromMillis(1_000_000));
    assertThat(registry.resolve(MNIST)).isEqualTo(registry.resolve(MNIST));
    Digest moved = new LayoutRegistry(models).publish(draft("fashion-mnist"), List.of(MNIST));
    assertThat(registry.resolve(MNIST)).isEqualTo(moved);
  }

  @Test
  void needsATagAndNoDigestToPublish() {
    assertThatThrownBy(() -> registry.publish(draft(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> registry.publish(draft(), List.of(MNIST.withDigest(Digest.of(new byte[] {1})))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tag");
    assertThat(models).doesNotExist();
  }

  @Test
  void opensALayoutByItsUri() {
    registry.publish(draft(), List.of(MNIST));
    assertThat(ModelRegistry.open("oci-layout:" + models).list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oci://localhost:5000/models",
        "oci+http://localhost",
        "oci://registry.example.com/team/models"
      })
  void opensARemoteRegistryByItsUri(String uri) {
    assertThat(ModelRegistry.open(uri)).isInstanceOf(RemoteRegistry.class).hasToString(uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "models", "oci-layout:", "http://x", "oci://", "oci://host/UPPER"})
  void refusesOtherUrisWithAnExample(String uri) {
    assertThatThrownBy(() -> ModelRegistry.open(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("oci-layout:models");
  }

  /** The schema of the ModelPack config, as far as it constrains what we write. */
  @Test
  void configIsAModelPackConfig() throws IOException {
    Digest digest = registry.publish(draft(), List.of(MNIST));
    OciManifest manifest = OciManifest.parse(Files.readAllBytes(blob(digest)));
    ObjectNode config =
        OciJson.read("config", Files.readAllBytes(blob(manifest.config().digest())));
    assertThat(config.propertyNames()).containsExactly("descriptor", "config", "modelfs");
    assertThat(config.path("descriptor").propertyNames())
        .isSubsetOf("createdAt", "authors", "family", "name", "title", "licenses", "version");
    assertThat(config.path("config").path("capabilities").path("inputTypes").toString())
        .isEqualTo("[\"embedding\",\"other\"]");
    assertThat(config.path("config").path("capabilities").path("outputTypes").toString())
        .isEqualTo("[\"image\"]");
    assertThat(config.path("modelfs").path("type").stringValue()).isEqualTo("layers");
    assertThat(config.path("modelfs").path("diffIds")).hasSize(4);
    assertThat(manifest.layers().getFirst().content().mediaType())
        .isEqualTo("application/vnd.cncf.model.weight.config.v1.raw");
  }

  private Path blob(Digest digest) {
    return models.resolve("blobs/sha256").resolve(digest.hex());
  }
}
