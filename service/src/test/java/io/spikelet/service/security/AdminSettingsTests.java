package io.spikelet.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link AdminSettings}. */
class AdminSettingsTests {
  @TempDir private Path directory;

  @Test
  void theTokenIsASettingOrInAFile() throws IOException {
    assertThat(new AdminSettings("", "").token()).isEmpty();
    assertThat(new AdminSettings("open sesame", "").token()).isEqualTo("open sesame");
    assertThat(new AdminSettings("", file("open sesame\n")).token()).isEqualTo("open sesame");
  }

  @Test
  void aFileWithoutATokenStopsTheStart() throws IOException {
    AdminSettings empty = new AdminSettings("", file(" \n"));
    assertThatThrownBy(empty::token).hasMessageContaining("is empty");
    AdminSettings missing = new AdminSettings("", directory.resolve("missing").toString());
    assertThatThrownBy(missing::token).hasMessageContaining("cannot be read");
    AdminSettings both = new AdminSettings("one", file("two"));
    assertThatThrownBy(both::token).hasMessageContaining("must not both be set");
  }

  @Test
  void theTokenIsNotInText() {
    assertThat(new AdminSettings("open sesame", "")).asString().doesNotContain("sesame");
  }

  private String file(String content) throws IOException {
    return Files.writeString(directory.resolve("token"), content).toString();
  }
}
