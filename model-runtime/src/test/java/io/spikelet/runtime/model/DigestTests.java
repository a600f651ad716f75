package io.spikelet.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link Digest}. */
class DigestTests {

  /** FIPS 180-4's example: "abc". */
  @Test
  void isSha256() {
    assertThat(Digest.of(ExampleModels.bytes("abc")))
        .hasToString("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256:",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "sha256:../../../../../../../../../../../../../../../../../../../../etc/pas"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> new Digest(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
