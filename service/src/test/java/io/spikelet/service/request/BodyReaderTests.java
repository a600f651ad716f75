package io.spikelet.service.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

/** Tests for {@link BodyReader}. */
class BodyReaderTests {
  private static final byte[] BODY = {1, 2, 3, 4};
  private static final DataSize MEMORY = DataSize.ofMegabytes(1);

  /** Leaves the bytes as they are. */
  private static final BodyDecoder<byte[]> AS_IT_IS =
      new BodyDecoder<>() {
        @Override
        public long workingBytes(byte[] body) {
          return body.length;
        }

        @Override
        public byte[] decode(byte[] body) {
          return body;
        }
      };

  private static final BodySettings SETTINGS =
      new BodySettings(
          Duration.ofSeconds(20), DataSize.ofBytes(1), DataSize.ofMegabytes(1), MEMORY, 1);

  private final Decoding decoding = new Decoding(SETTINGS);
  private final BodyReader reader =
      new BodyReader(
          new RequestLimits(DataSize.ofBytes(4), 64, 60, Duration.ofSeconds(1)),
          SETTINGS,
          decoding);

  @AfterEach
  void stop() {
    decoding.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "image/x-anything", "application/octet-stream"})
  void rawBodiesOfItsTypesAreRead(String type) {
    assertThat(reader.read(request(type, BODY), BodyKind.IMAGE, AS_IT_IS)).isEqualTo(BODY);
  }

  @Test
  void aBodyWithoutATypeIsRead() {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
    request.setContent(BODY);
    assertThat(reader.read(request, BodyKind.IMAGE, AS_IT_IS)).isEqualTo(BODY);
  }

  @Test
  void theMultipartPartFileIsRead() {
    assertThat(reader.read(multipart("file"), BodyKind.IMAGE, AS_IT_IS)).isEqualTo(BODY);
  }

  @Test
  void anotherPartIsRefused() {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> reader.read(multipart("picture"), BodyKind.IMAGE, AS_IT_IS))
        .withMessageContaining("exactly one part, named 'file'; this one has 'picture'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/json", "application/x-www-form-urlencoded", "?"})
  void otherTypesAreRefused(String type) {
    assertThatExceptionOfType(UnsupportedBodyException.class)
        .isThrownBy(() -> reader.read(request(type, BODY), BodyKind.IMAGE, AS_IT_IS))
        .withMessageContaining("'%s'; this operation reads image/*".formatted(type));
  }

  @Test
  void spikeTrainsAreJsonOrNpy() {
    assertThat(reader.read(request("application/json", BODY), BodyKind.SPIKE_TRAIN, AS_IT_IS))
        .isEqualTo(BODY);
    assertThat(reader.read(request("application/x-npy", BODY), BodyKind.SPIKE_TRAIN, AS_IT_IS))
        .isEqualTo(BODY);
  }

  @Test
  void oneByteAboveTheLimitIsRefused() {
    assertThatExceptionOfType(BodyTooLargeException.class)
        .isThrownBy(() -> reader.read(request("image/png", new byte[5]), BodyKind.IMAGE, AS_IT_IS))
        .withMessage("The body is larger than 4 bytes, the limit of this service.");
  }

  @Test
  void anEmptyBodyIsRefusedOnlyWhereOneIsNeeded() {
    MockHttpServletRequest empty = request("image/png", new byte[0]);
    assertThat(reader.readIfPresent(empty, BodyKind.IMAGE, AS_IT_IS)).isEmpty();
    assertThatExceptionOfType(EmptyBodyException.class)
        .isThrownBy(() -> reader.read(empty, BodyKind.IMAGE, AS_IT_IS))
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

  @Test
  void twoPartsAreRefused() {
    String parts = part("file") + part("file") + "--b--\r\n";
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> reader.read(multipartOf(parts), BodyKind.IMAGE, AS_IT_IS))
        .withMessageContaining("this one has more than one");
  }

  @Test
  void aPartAboveTheLimitIsRefused() {
    String large = part("file").replace("abcd", "abcde") + "--b--\r\n";
    assertThatExceptionOfType(BodyTooLargeException.class)
        .isThrownBy(() -> reader.read(multipartOf(large), BodyKind.IMAGE, AS_IT_IS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--b", "--b\r\nContent-Disposition", "no boundary at all"})
  void multipartBodiesThatBreakOffAreRefused(String body) {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> reader.read(multipartOf(body + " "), BodyKind.IMAGE, AS_IT_IS));
  }

  @Test
  void whatTakesMoreMemoryThanThereIsForAllIsRefused() {
    BodyDecoder<String> greedy =
        new BodyDecoder<>() {
          @Override
          public long workingBytes(byte[] body) {
            return MEMORY.toBytes() + 1;
          }

          @Override
          public String decode(byte[] body) {
            throw new AssertionError("must not be decoded");
          }
        };
    assertThatExceptionOfType(BodyTooLargeException.class)
        .isThrownBy(() -> reader.read(request("image/png", BODY), BodyKind.IMAGE, greedy))
        .withMessageContaining("takes 2 MB to decode; there are 1 MB for that");
  }

  @Test
  void decodingIsInterruptedWhenTheRequestsTimeIsOver() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    BodyDecoder<String> endless =
        new BodyDecoder<>() {
          @Override
          public long workingBytes(byte[] body) {
            return 1;
          }

          @Override
          public String decode(byte[] body) {
            while (!Thread.currentThread().isInterrupted()) {
              Thread.onSpinWait();
            }
            interrupted.countDown();
            return "";
          }
        };
    assertThatExceptionOfType(DeadlineExceededException.class)
        .isThrownBy(() -> reader.read(request("image/png", BODY), BodyKind.IMAGE, endless));
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void errorsOfDecodingAreNotTheBodysFault() {
    BodyDecoder<String> exhausted =
        new BodyDecoder<>() {
          @Override
          public long workingBytes(byte[] body) {
            return 1;
          }

          @Override
          public String decode(byte[] body) {
            throw new OutOfMemoryError("injected");
          }
        };
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> reader.read(request("image/png", BODY), BodyKind.IMAGE, exhausted));
  }

  @Test
  void linesOfAMultipartBodyMayEndInLineFeedsAlone() {
    String body = (part("file") + "--b--\r\n").replace("\r", "").replace("abcd", "a\r\n-");
    assertThat(reader.read(multipartOf(body), BodyKind.IMAGE, AS_IT_IS))
        .asString()
        .isEqualTo("a\r\n-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n--",
        "\r\r\n",
        "\n--b",
        "\r\n-b",
        "--x\r",
        "\r\n\r\n",
        "\r\n--",
      })
  void whatLooksLikeABoundaryIsContent(String content) {
    String body = part("file").replace("abcd", content) + "--b--\r\n";
    assertThat(reader.read(multipartOf(body), BodyKind.IMAGE, AS_IT_IS))
        .asString()
        .isEqualTo(content);
  }

  @Test
  void whatStandsAroundTheBoundariesIsNotRead() {
    String body = "For mail programs.\r\n-b\r\n" + part("file") + "--b--\r\nthe end\r\n--b\r\n";
    assertThat(reader.read(multipartOf(body), BodyKind.IMAGE, AS_IT_IS))
        .asString()
        .isEqualTo("abcd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"b c\"", "\"b=_?:'()+,-./\""})
  void aBoundaryMayBeQuoted(String boundary) {
    String plain = boundary.substring(1, boundary.length() - 1);
    String body = (part("file") + "--b--\r\n").replace("--b", "--" + plain);
    MockHttpServletRequest request =
        request("multipart/form-data; boundary=" + boundary, body.getBytes(StandardCharsets.UTF_8));
    assertThat(reader.read(request, BodyKind.IMAGE, AS_IT_IS)).asString().isEqualTo("abcd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "form-data; name=file",
        "form-data; filename=\"a; name=picture; \\\" b.png\"; Name = \"file\"",
        "form-data; name=\"file\"; filename*=UTF-8''%zz%e2%82%ac",
        "form-data; name=\"file\"; filename*=nonsense",
        "form-data; name=\"file\"; filename=\"\0\u00e9\"",
        "form-data;\r\n name=\"file\"",
      })
  void onlyTheNameOfAPartMatters(String disposition) {
    String body =
        part("file").replaceFirst("form-data.*", Matcher.quoteReplacement(disposition))
            + "--b--\r\n";
    assertThat(reader.read(multipartOf(body), BodyKind.IMAGE, AS_IT_IS))
        .asString()
        .isEqualTo("abcd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"na\0me", "gr\u00fc\u00dfe", "file\u0301"})
  void anyOtherNameIsToldWithoutItsControlCharacters(String name) {
    String body = part(name) + "--b--\r\n";
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(
            () ->
                reader.read(
                    request(
                        "multipart/form-data;boundary=b", body.getBytes(StandardCharsets.UTF_8)),
                    BodyKind.IMAGE,
                    AS_IT_IS))
        .withMessageContaining("this one has '" + name.replace('\0', '\ufffd') + "'");
  }

  @Test
  void manyPartsAreRefusedForBeingMany() {
    String body = part("file") + "--b\r\n\r\n\r\n".repeat(100_000) + "--b--\r\n";
    MockHttpServletRequest chunked = multipartOf(body);
    assertThatExceptionOfType(BodyTooLargeException.class)
        .as("the length that is declared")
        .isThrownBy(() -> reader.read(chunked, BodyKind.IMAGE, AS_IT_IS))
        .withMessageContaining("as it is sent is larger than 65540 bytes: 4, the limit");
    String fewer = part("file") + "--b\r\n\r\n\r\n".repeat(1000) + "--b--\r\n";
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> reader.read(multipartOf(fewer), BodyKind.IMAGE, AS_IT_IS))
        .withMessageContaining("more than one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x: y\r\n", "x\r\n"})
  void headersOfAPartThatDoNotEndAreRefused(String line) {
    String body = "--b\r\n" + line.repeat(1000);
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> reader.read(multipartOf(body), BodyKind.IMAGE, AS_IT_IS))
        .withMessageContaining("more than 32 header lines");
  }

  @Test
  void aPartWithoutALastBoundaryIsRefusedForThat() {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> reader.read(multipartOf(part("file")), BodyKind.IMAGE, AS_IT_IS))
        .withMessage("The multipart body breaks off before its last boundary, '--b--'.");
  }

  @Test
  void aPartThatIsTextOfBytesIsRefused() {
    String body =
        part("file").replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: Base64\r\n\r\n")
            + "--b--\r\n";
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> reader.read(multipartOf(body), BodyKind.IMAGE, AS_IT_IS))
        .withMessageContaining("'base64'; HTTP sends bytes as they are");
  }

  private static String part(String name) {
    return "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a\0.png\"\r\n\r\nabcd\r\n"
        .formatted(name);
  }

  private static MockHttpServletRequest multipartOf(String body) {
    return request("multipart/form-data;boundary=b", body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static MockHttpServletRequest multipart(String part) {
    return multipartOf(part(part).replace("abcd", "\1\2\3\4") + "--b--\r\n");
  }
}
