package io.spikelet.runtime.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link GoldenVectors}: where the vectors come from. */
class GoldenVectorsTests {

  private static final String PROPERTY = "spikelet.golden";

  private final String before = System.getProperty(PROPERTY, "");

  @TempDir Path directory;

  @AfterEach
  void restore() {
    System.setProperty(PROPERTY, before);
  }

  @Test
  void aDirectoryReplacesTheCommittedVectors() throws IOException {
    try (InputStream operations = GoldenVectors.class.getResourceAsStream("/golden/n_ops.npz")) {
      Files.copy(operations, directory.resolve("other.npz"));
    }
    System.setProperty(PROPERTY, directory.toString());
    assertThat(GoldenVectors.areTheCommittedOnes()).isFalse();
    assertThat(GoldenVectors.open("other").names()).containsExactly("counts");
  }

  @Test
  void aWrongDirectoryIsNamed() {
    Path missing = directory.resolve("missing");
    System.setProperty(PROPERTY, missing.toString());
    assertThatIllegalStateException()
        .isThrownBy(() -> GoldenVectors.open("a_lif"))
        .withMessage(
            "spikelet.golden is %s, which is no directory; it must be one that holds a_lif.npz.",
            missing);
  }

  @Test
  void aMissingFileIsNamed() {
    System.setProperty(PROPERTY, directory.toString());
    assertThatIllegalStateException()
        .isThrownBy(() -> GoldenVectors.open("a_lif"))
        .withMessage("spikelet.golden is %s, which has no file a_lif.npz.", directory);
  }

  @Test
  void withoutADirectoryTheCommittedVectorsAreRead() {
    System.setProperty(PROPERTY, "");
    assertThat(GoldenVectors.areTheCommittedOnes()).isTrue();
    assertThat(GoldenVectors.open("n_ops").shape("counts")).hasSize(2);
  }
}
