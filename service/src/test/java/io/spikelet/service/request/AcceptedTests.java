package io.spikelet.service.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;

/** Tests for {@link Accepted}. */
class AcceptedTests {
  @ParameterizedTest
  @CsvSource({
    "'*/*', image/png",
    "image/*, image/png",
    "application/json, application/json",
    "'application/json;q=0.5, application/zip;q=0.8', application/zip",
    "'application/json, image/png', image/png",
    "'*/*, image/png;q=0', application/json",
    "'application/*;q=0.9, application/zip;q=0.1, image/png;q=0.2', application/json",
    "'text/html, image/avif, */*;q=0.8', image/png",
    "application/x-npy, application/x-npy"
  })
  void theHighestQualityWinsAndThenTheFirstOffered(String accept, String chosen) {
    assertThat(choose(accept)).hasToString(chosen);
  }

  @Test
  void withoutAHeaderTheDefaultIsChosen() {
    assertThat(Accepted.choose(new MockHttpServletRequest(), MediaType.IMAGE_PNG, Accepted.ZIP))
        .isEqualTo(MediaType.IMAGE_PNG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/jpeg", "nonsense", "image/png;q=0", "*/*;q=0"})
  void nothingAcceptableIsRefusedWithWhatThereIs(String accept) {
    assertThatExceptionOfType(NotAcceptableException.class)
        .isThrownBy(() -> choose(accept))
        .withMessageContaining(accept)
        .withMessageContaining("image/png, application/json, application/zip, application/x-npy");
  }

  private static MediaType choose(String accept) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("Accept", accept);
    return Accepted.choose(
        request, MediaType.IMAGE_PNG, MediaType.APPLICATION_JSON, Accepted.ZIP, Accepted.NPY);
  }
}
