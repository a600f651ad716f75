package io.spikelet.service.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockPart;
import org.springframework.util.unit.DataSize;

/** Tests for {@link BodyReader}. */
class BodyReaderTests {
  private static final byte[] BODY = {1, 2, 3, 4};

  private final BodyReader reader =
      new BodyReader(new RequestLimits(DataSize.ofBytes(4), 64, 60, Duration.ofSeconds(1)));

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "image/x-anything", "application/octet-stream"})
  void rawBodiesOfItsTypesAreRead(String type) {
    assertThat(reader.read(request(type, BODY), BodyKind.IMAGE)).isEqualTo(BODY);
  }

  @Test
  void aBodyWithoutATypeIsRead() {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
    request.setContent(BODY);
    assertThat(reader.read(request, BodyKind.IMAGE)).isEqualTo(BODY);
  }

  @Test
  void theMultipartPartFileIsRead() {
    assertThat(reader.read(multipart("file"), BodyKind.IMAGE)).isEqualTo(BODY);
  }

  @Test
  void anotherPartIsRefused() {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> reader.read(multipart("picture"), BodyKind.IMAGE))
        .withMessageContaining("exactly one part, named 'file'; this one has [picture]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/json", "application/x-www-form-urlencoded", "?"})
  void otherTypesAreRefused(String type) {
    assertThatExceptionOfType(UnsupportedBodyException.class)
        .isThrownBy(() -> reader.read(request(type, BODY), BodyKind.IMAGE))
        .withMessageContaining("'%s'; this operation reads image/*".formatted(type));
  }

  @Test
  void spikeTrainsAreJsonOrNpy() {
    assertThat(reader.read(request("application/json", BODY), BodyKind.SPIKE_TRAIN))
        .isEqualTo(BODY);
    assertThat(reader.read(request("application/x-npy", BODY), BodyKind.SPIKE_TRAIN))
        .isEqualTo(BODY);
  }

  @Test
  void oneByteAboveTheLimitIsRefused() {
    assertThatExceptionOfType(BodyTooLargeException.class)
        .isThrownBy(() -> reader.read(request("image/png", new byte[5]), BodyKind.IMAGE))
        .withMessage("The body is larger than 4 bytes, the limit of this service.");
  }

  @Test
  void anEmptyBodyIsRefusedOnlyWhereOneIsNeeded() {
    MockHttpServletRequest empty = request("image/png", new byte[0]);
    assertThat(reader.readIfPresent(empty, BodyKind.IMAGE)).isEmpty();
    assertThatExceptionOfType(EmptyBodyException.class)
        .isThrownBy(() -> reader.read(empty, BodyKind.IMAGE))
        .withMessageContaining("The body is empty; send an image");
  }

  @Test
  void aBodyIsRefusedWhereNoneIsRead() {
    assertThatExceptionOfType(UnsupportedBodyException.class)
        .isThrownBy(() -> reader.refuse(request("application/x-www-form-urlencoded", BODY)))
        .withMessageContaining("parameters stand in the query");
    reader.refuse(request("application/x-www-form-urlencoded", new byte[0]));
  }

  private static MockHttpServletRequest request(String type, byte[] body) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
    request.addHeader("Content-Type", type);
    request.setContent(body);
    return request;
  }

  private static MockHttpServletRequest multipart(String part) {
    MockHttpServletRequest request = request("multipart/form-data;boundary=b", BODY);
    request.addPart(new MockPart(part, "a.png", BODY));
    return request;
  }
}
