package io.spikelet.runtime.registry;

import static io.spikelet.runtime.model.ExampleModels.bytes;
import static io.spikelet.runtime.model.ExampleModels.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ExampleModels;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.ModelRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link LayoutRegistry}: whatever is altered is noticed, named and kept apart. */
class DamagedLayoutTests {

  private static final ModelRef MNIST = ModelRef.parse("esvae:mnist");
  private static final ModelRef FASHION = ModelRef.parse("esvae:fashion-mnist");

  @TempDir private Path models;
  private LayoutRegistry registry;
  private Digest digest;
  private OciManifest manifest;

  @BeforeEach
  void publishTwo() throws IOException {
    registry = new LayoutRegistry(models);
    registry.publish(draft("fashion-mnist"), List.of(FASHION));
    digest = registry.publish(draft("mnist"), List.of(MNIST));
    manifest = OciManifest.parse(Files.readAllBytes(blob(digest)));
  }

  @Test
  void oneBitOfAnyContentIsNoticed() throws IOException {
    List<Digest> contents =
        List.of(digest, manifest.config().digest(), layer("spikelet.json"), layer("decoder.onnx"));
    for (Digest content : contents) {
      byte[] whole = Files.readAllBytes(blob(content));
      for (int bit = 0; bit < whole.length * 8; bit += 173) {
        byte[] flipped = whole.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(blob(content), flipped);
        assertThatThrownBy(() -> registry.pull(MNIST))
            .isInstanceOfSatisfying(
                DamagedPackageException.class,
                e -> assertThat(e.expected()).isEqualTo(content.value()));
      }
      Files.write(blob(content), whole);
    }
    assertThat(registry.pull(MNIST).digest()).isEqualTo(digest);
  }

  @Test
  void truncatedAndGrownContentsAreNoticed() throws IOException {
    Path decoder = blob(layer("decoder.onnx"));
    byte[] whole = Files.readAllBytes(decoder);
    Files.write(decoder, Arrays.copyOf(whole, whole.length - 1));
    assertDamaged("file decoder.onnx", "13 bytes long", "12 bytes long");
    Files.write(decoder, new byte[0]);
    assertDamaged("file decoder.onnx", "13 bytes long", "0 bytes long");
    Files.write(decoder, Arrays.copyOf(whole, whole.length + 1));
    assertDamaged("file decoder.onnx", "13 bytes long", "14 bytes long");
  }

  @Test
  void missingContentsAreNoticed() throws IOException {
    Files.delete(blob(layer("decoder.onnx")));
    assertDamaged("file decoder.onnx", "present", "missing");
    Files.delete(blob(manifest.config().digest()));
    assertDamaged("the config", "present", "missing");
    Files.delete(blob(digest));
    assertDamaged("the manifest", "present", "missing");
  }

  @Test
  void contentThatIsADirectoryIsNoticed() throws IOException {
    Path decoder = blob(layer("decoder.onnx"));
    long size = Files.size(decoder);
    Files.delete(decoder);
    Files.createDirectory(decoder);
    assertThat(size).isPositive();
    assertThatThrownBy(() -> registry.pull(MNIST)).isInstanceOf(DamagedPackageException.class);
  }

  @Test
  void damageOfOnePackageLeavesTheOthers() throws IOException {
    Files.delete(blob(digest));
    assertThat(registry.pull(FASHION).spec().dataset()).isEqualTo("fashion-mnist");
    List<RegistryEntry> entries = registry.list();
    assertThat(entries).extracting(RegistryEntry::damaged).containsExactly(false, true);
    assertThat(entries.get(1).damage()).isEqualTo("the manifest should be present, but is missing");
    assertThat(entries.get(1).tags()).containsExactly("mnist");
    assertThat(entries.get(0).spec()).isNotNull();
  }

  @Test
  void nothingIsPrunedWhileAManifestIsDamaged() throws IOException {
    Files.writeString(blob(digest), "{}");
    assertThatThrownBy(() -> registry.prune()).isInstanceOf(DamagedPackageException.class);
    assertThat(blob(layer("decoder.onnx"))).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../../etc/passwd", "/etc/passwd", "a/../../b", "", "..", "a\\\\b", "C:/x"})
  void pathsThatClimbOutAreRefused(String path) throws IOException {
    alterManifest(json -> json.replace("\"decoder.onnx\"", "\"" + path + "\""));
    assertThatThrownBy(() -> registry.pull(MNIST))
        .isInstanceOfSatisfying(
            DamagedPackageException.class,
            e -> assertThat(e.what()).isEqualTo("filepath of a layer"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"schemaVersion\" : 2|\"schemaVersion\" : 3|schemaVersion of the manifest",
        "vnd.oci.image.manifest.v1|vnd.oci.image.manifest.v9|mediaType of the manifest",
        "vnd.cncf.model.manifest.v1|vnd.docker.image|artifactType of the manifest",
        "vnd.cncf.model.config.v1|vnd.other.config|mediaType of the config",
        "vnd.cncf.model.doc.v1.raw|vnd.cncf.model.doc.v1.tar+gzip|mediaType of file MODEL_CARD.md",
        "\"decoder.onnx\"|\"prior.onnx\"|file prior.onnx",
        "\"decoder.onnx\"|\"other.onnx\"|file decoder.onnx",
        "\"spikelet.json\"|\"other.json\"|file spikelet.json",
        "org.cncf.model.filepath|org.other|filepath of a layer",
        "\"size\" : 13|\"size\" : -1|size of file decoder.onnx",
        "\"size\" : 13|\"size\" : 9000000000000|size of file decoder.onnx",
        "\"size\" : 13|\"size\" : \"13\"|size of file decoder.onnx",
        "\"layers\"|\"leyers\"|layers of the manifest",
        "{|[|the manifest",
      })
  void manifestsOfAnotherFormatAreRefused(String old, String changed, String what)
      throws IOException {
    alterManifest(json -> json.replace(old, changed));
    assertThatThrownBy(() -> registry.pull(MNIST))
        .isInstanceOfSatisfying(
            DamagedPackageException.class, e -> assertThat(e.what()).isEqualTo(what));
    assertThat(registry.list()).extracting(RegistryEntry::damaged).containsExactly(false, true);
  }

  @Test
  void configThatDescribesOtherLayersIsRefused() throws IOException {
    byte[] config = ModelPackConfig.write(ExampleModels.spec(), List.of(digest));
    Digest other = Digest.of(config);
    Files.write(blob(other), config);
    replaceManifest(
        new OciManifest(Descriptor.of(ModelPack.CONFIG_TYPE, config), manifest.layers()).write());
    assertThatThrownBy(() -> registry.pull(MNIST))
        .isInstanceOf(DamagedPackageException.class)
        .hasMessageContaining("diffIds");
  }

  @Test
  void unknownSchemaVersionIsRefusedWithTheReadableOnes() throws IOException {
    String future =
        new String(ExampleModels.spec().write(), StandardCharsets.UTF_8)
            .replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 9");
    replaceSpec(bytes(future));
    assertThatThrownBy(() -> registry.pull(MNIST))
        .isInstanceOf(DamagedPackageException.class)
        .hasMessage(
            "model esvae:mnist is damaged: schemaVersion of spikelet.json should be one that this"
                + " build reads [1, 2], but is 9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"schemaVersion\":1,\"manifests\":[]}",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":2,\"manifests\":[7]}",
        "\u0000\u0000"
      })
  void damagedIndexIsAnUnavailableRegistry(String index) throws IOException {
    Files.writeString(models.resolve("index.json"), index);
    assertUnavailable("index.json is damaged");
    assertThatThrownBy(() -> registry.publish(draft(), List.of(MNIST)))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(models.resolve("index.json")).hasContent(index);
  }

  @Test
  void missingIndexIsAnUnavailableRegistry() throws IOException {
    Files.delete(models.resolve("index.json"));
    assertUnavailable("index.json is missing");
    assertThatThrownBy(() -> registry.publish(draft(), List.of(MNIST)))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("restore it");
    assertThatThrownBy(() -> registry.prune()).isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void missingDirectoryIsAnUnavailableRegistryUntilItAppears() {
    Path elsewhere = models.resolve("elsewhere");
    LayoutRegistry missing = new LayoutRegistry(elsewhere);
    assertThatThrownBy(missing::list)
        .isInstanceOfSatisfying(
            RegistryUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo("there is no such directory"));
    assertThatThrownBy(missing::prune).isInstanceOf(RegistryUnavailableException.class);
    assertThat(elsewhere).doesNotExist();
    new LayoutRegistry(elsewhere).publish(draft(), List.of(MNIST));
    assertThat(missing.list()).hasSize(1);
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsAnUnavailableRegistry() throws IOException {
    LayoutRegistry file =
        new LayoutRegistry(Files.writeString(models.resolve("file"), "no directory"));
    assertThatThrownBy(file::list).isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> file.publish(draft(), List.of(MNIST)))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void aReadOnlyDirectoryCanBeReadAndNotWritten() throws IOException {
    Path blobs = models.resolve("blobs/sha256");
    List<Path> closed = List.of(models.resolve("oci-layout"), blobs, models);
    for (Path path : closed) {
      Files.setPosixFilePermissions(
          path,
          PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
    }
    try {
      assertThat(registry.pull(MNIST).digest()).isEqualTo(digest);
      assertThat(registry.list()).hasSize(2);
      // The superuser may write anywhere: for him there is nothing more to test.
      assumeThat(Files.isWritable(models)).isFalse();
      assertThatThrownBy(() -> registry.publish(draft(), List.of(MNIST)))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("cannot be written");
    } finally {
      for (Path path : closed.reversed()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private void assertDamaged(String what, String expected, String found) {
    assertThatThrownBy(() -> registry.pull(MNIST))
        .isInstanceOfSatisfying(
            DamagedPackageException.class,
            e -> {
              assertThat(e.what()).isEqualTo(what);
              assertThat(e.expected()).isEqualTo(expected);
              assertThat(e.found()).isEqualTo(found);
              assertThat(e.ref()).isEqualTo(MNIST);
              assertThat(e).hasMessageNotContaining(models.toString());
            });
  }

  private void assertUnavailable(String reason) {
    assertThatThrownBy(() -> registry.resolve(MNIST))
        .isInstanceOfSatisfying(
            RegistryUnavailableException.class,
            e -> assertThat(e.reason()).startsWith(reason).doesNotContain(models.toString()));
    assertThatThrownBy(() -> registry.list()).isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> registry.pull(MNIST)).isInstanceOf(RegistryUnavailableException.class);
  }

  /** Puts a whole, well-named but wrong manifest under the tag, as a hostile publisher would. */
  private void alterManifest(UnaryOperator<String> change) throws IOException {
    String json = Files.readString(blob(digest));
    String changed = change.apply(json);
    assertThat(changed).isNotEqualTo(json);
    replaceManifest(bytes(changed));
  }

  private void replaceManifest(byte[] content) throws IOException {
    Descriptor descriptor = Descriptor.of(OciManifest.MEDIA_TYPE, content);
    Files.write(blob(descriptor.digest()), content);
    Path index = models.resolve("index.json");
    Files.write(
        index, OciIndex.parse(Files.readAllBytes(index)).with(descriptor, List.of(MNIST)).write());
  }

  private void replaceSpec(byte[] spec) throws IOException {
    Descriptor content = Descriptor.of(ModelPack.FileType.WEIGHT_CONFIG.mediaType(), spec);
    Files.write(blob(content.digest()), spec);
    List<OciManifest.Layer> layers =
        manifest.layers().stream()
            .map(
                layer ->
                    layer.path().value().equals(ModelPack.SPEC_PATH)
                        ? new OciManifest.Layer(layer.path(), content)
                        : layer)
            .toList();
    byte[] config =
        ModelPackConfig.write(
            ExampleModels.spec(), layers.stream().map(layer -> layer.content().digest()).toList());
    Files.write(blob(Digest.of(config)), config);
    replaceManifest(new OciManifest(Descriptor.of(ModelPack.CONFIG_TYPE, config), layers).write());
  }

  private Digest layer(String path) {
    return manifest.layers().stream()
        .filter(layer -> layer.path().value().equals(path))
        .map(layer -> layer.content().digest())
        .findFirst()
        .orElseThrow();
  }

  private Path blob(Digest content) {
    return models.resolve("blobs/sha256").resolve(content.hex());
  }
}
