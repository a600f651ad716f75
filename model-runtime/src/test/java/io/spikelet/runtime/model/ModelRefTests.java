package io.spikelet.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link ModelRef}. */
class ModelRefTests {

  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void tagDefaultsToLatest() {
    assertThat(ModelRef.parse("esvae")).isEqualTo(ModelRef.of("esvae", "latest"));
  }

  @Test
  void readsNameTagAndDigest() {
    ModelRef ref = ModelRef.parse("fsvae:fashion-mnist@sha256:" + HEX);
    assertThat(ref.name()).isEqualTo("fsvae");
    assertThat(ref.tag()).isEqualTo("fashion-mnist");
    assertThat(ref.digest()).isEqualTo(new Digest("sha256:" + HEX));
  }

  @Test
  void readsDigestWithoutTag() {
    assertThat(ModelRef.parse("esvae@sha256:" + HEX).digest()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"esvae:mnist", "spiking-diffusion:v1.2_a", "a.b_c-d:1"})
  void writesWhatItReads(String text) {
    assertThat(ModelRef.parse(text)).hasToString(text);
    assertThat(ModelRef.parse(text + "@sha256:" + HEX)).hasToString(text + "@sha256:" + HEX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "esvae:",
        ":mnist",
        "ESVAE:mnist",
        "es vae",
        "a:b:c",
        "../etc/passwd",
        "a/b:c",
        "a--b",
        "-a",
        "a.",
        "esvae:-x",
        "esvae@",
        "esvae@sha256:12",
        "esvae@md5:0",
        "esvae\n",
        "esvae:mnist@sha256:0123@sha256:0123"
      })
  void refusesEverythingElseAndShowsAnExample(String text) {
    assertThatThrownBy(() -> ModelRef.parse(text))
        .isInstanceOf(InvalidModelRefException.class)
        .hasMessageContaining("esvae:mnist");
  }

  @Test
  void doesNotRepeatAHugeReference() {
    assertThatThrownBy(() -> ModelRef.parse("a".repeat(1_000_000) + "!"))
        .isInstanceOf(InvalidModelRefException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .hasSizeLessThan(500);
  }
}
