package io.spikelet.runtime.registry;

import static io.spikelet.runtime.model.ExampleModels.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ExampleModels;
import io.spikelet.runtime.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link VerifiedPackages}: a package is read once, and again when it changed. */
class VerifiedPackagesTests {

  private static final ModelRef MNIST = ModelRef.parse("esvae:mnist");
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final FileTime LATER = FileTime.from(Instant.parse("2026-01-02T00:00:00Z"));
  private static final String WHOLE = "decoder mnist";
  private static final String ALTERED = "DECODER MNIST";

  @TempDir private Path models;
  private LayoutRegistry registry;
  private Path decoder;

  @BeforeEach
  void publish() throws IOException {
    registry = new LayoutRegistry(models);
    registry.publish(draft("mnist"), List.of(MNIST));
    Path blobs = models.resolve("blobs/sha256");
    decoder = blobs.resolve(Digest.of(ExampleModels.bytes(WHOLE)).hex());
    try (var files = Files.list(blobs)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, LONG_AGO);
      }
    }
  }

  @Test
  void whatDidNotChangeIsNotReadAgain() throws IOException {
    assertThat(damage()).isNull();
    write(ALTERED, LONG_AGO);
    assertThat(damage()).isNull();
  }

  @Test
  void whatIsDamagedLaterIsShownAndWhatIsRepairedToo() throws IOException {
    assertThat(damage()).isNull();
    write(ALTERED, LATER);
    assertThat(damage()).contains("file decoder.onnx");
    write(WHOLE, LONG_AGO);
    assertThat(damage()).isNull();
    Files.delete(decoder);
    assertThat(damage()).isEqualTo("file decoder.onnx should be present, but is missing");
    write(WHOLE, LONG_AGO);
    assertThat(damage()).isNull();
    write("short", LONG_AGO);
    assertThat(damage()).contains("5 bytes long");
  }

  @Test
  void damageIsNotReadAgainEither() throws IOException {
    write(ALTERED, LONG_AGO);
    assertThat(damage()).contains("file decoder.onnx");
    write(WHOLE, LONG_AGO);
    assertThat(damage()).contains("file decoder.onnx");
    write(WHOLE, LATER);
    assertThat(damage()).isNull();
  }

  @Test
  void whatWasWrittenAMomentAgoIsReadAgain() throws IOException {
    FileTime now = FileTime.from(Instant.now());
    write(WHOLE, now);
    assertThat(damage()).isNull();
    write(ALTERED, now);
    assertThat(damage()).contains("file decoder.onnx");
  }

  @Test
  void manyWhoAskAtOnceSeeTheSame() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<List<RegistryEntry>> list = registry::list;
      List<Future<List<RegistryEntry>>> lists = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        lists.add(threads.submit(list));
      }
      for (Future<List<RegistryEntry>> each : lists) {
        assertThat(each.get()).hasSize(1).noneMatch(RegistryEntry::damaged);
      }
    }
  }

  private @Nullable String damage() {
    return registry.list().getFirst().damage();
  }

  private void write(String content, FileTime modified) throws IOException {
    Files.writeString(decoder, content);
    Files.setLastModifiedTime(decoder, modified);
  }
}
