package io.spikelet.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link PackagePath}. */
class PackagePathTests {

  @ParameterizedTest
  @ValueSource(strings = {"decoder.onnx", "MODEL_CARD.md", "samples/0.png", "a/b/c-d_e.f"})
  void takesPlainRelativePaths(String path) {
    assertThat(new PackagePath(path)).hasToString(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a/..",
        "./a",
        "a//b",
        "a/",
        "a\\b",
        "C:\\x",
        ".ssh/x",
        "a\0b",
        "a b",
        "~/x"
      })
  void refusesWhatMightClimbOut(String path) {
    assertThatThrownBy(() -> new PackagePath(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("relative");
  }
}
