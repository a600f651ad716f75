package io.spikelet.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests for {@link RemoteAddress}. */
class RemoteAddressTests {

  @Test
  void modelsAreRepositoriesBelowThePrefix() {
    RemoteAddress address = address("oci://registry.example.com:5000/team/models/");
    assertThat(address).hasToString("oci://registry.example.com:5000/team/models");
    assertThat(address.repository("esvae")).isEqualTo("team/models/esvae");
    assertThat(address.name("team/models/esvae")).contains("esvae");
    assertThat(address.name("team/models/deep/esvae")).isEmpty();
    assertThat(address.name("team/other")).isEmpty();
    assertThat(address("oci://h.example.com").repository("esvae")).isEqualTo("esvae");
  }

  /** A first part without dot and colon is a repository of Docker Hub to the SDK. */
  @Test
  void aShortHostGetsItsPort() {
    assertThat(address("oci://registry/spikelet").qualifiedHost()).isEqualTo("registry:443");
    assertThat(address("oci+http://registry/spikelet").qualifiedHost()).isEqualTo("registry:80");
    assertThat(address("oci+http://registry:5000").qualifiedHost()).isEqualTo("registry:5000");
    assertThat(address("oci://registry.example.com/x").qualifiedHost())
        .isEqualTo("registry.example.com");
  }

  @Test
  void everyAddressHasACacheOfItsOwnThatIsOneDirectory() {
    assertThat(address("oci://h.example.com:5000/a/b").directoryName())
        .isEqualTo("h.example.com_5000+a+b")
        .isNotEqualTo(address("oci://h.example.com:5000/a_b").directoryName());
    assertThat(RemoteAddress.parse("oci://../../etc")).isEmpty();
  }

  private static RemoteAddress address(String uri) {
    return RemoteAddress.parse(uri).orElseThrow();
  }
}
