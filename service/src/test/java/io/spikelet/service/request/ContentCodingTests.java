package io.spikelet.service.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

/** Tests for bodies with a {@link ContentCoding}. */
class ContentCodingTests {
  private static final byte[] BODY = "a body of some length".getBytes(StandardCharsets.UTF_8);
  private static final int LIMIT = 300_000;

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
          Duration.ofSeconds(20),
          DataSize.ofBytes(1),
          DataSize.ofMegabytes(1),
          DataSize.ofMegabytes(1),
          1);

  private final Decoding decoding = new Decoding(SETTINGS);
  private final BodyReader reader =
      new BodyReader(
          new RequestLimits(DataSize.ofBytes(LIMIT), 64, 60, Duration.ofSeconds(30)),
          SETTINGS,
          decoding);

  @AfterEach
  void stop() {
    decoding.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip , identity", "identity, gzip", "gzip,"})
  void gzipIsTakenOff(String coding) {
    assertThat(read(gzip(BODY), coding)).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "IDENTITY", "", "identity, identity"})
  void identityIsNothing(String coding) {
    assertThat(read(BODY, coding)).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "gzip;q=1", "deflate, gzip", "?"})
  void othersAreRefusedByName(String coding) {
    assertThatExceptionOfType(UnsupportedCodingException.class)
        .isThrownBy(() -> read(gzip(BODY), coding))
        .withMessageContaining("Content-Encoding is '%s'; this service reads gzip", coding);
  }

  @Test
  void severalHeadersAreOneList() {
    MockHttpServletRequest request = request(gzip(BODY), "gzip");
    request.addHeader("Content-Encoding", "gzip");
    assertThatExceptionOfType(UnsupportedCodingException.class)
        .isThrownBy(() -> reader.read(request, BodyKind.IMAGE, AS_IT_IS))
        .withMessageContaining("'gzip,gzip'");
  }

  @Test
  void membersBehindEachOtherAreOneBody() {
    byte[] body = joined(gzip(BODY), gzip(new byte[0]), gzip(BODY));
    assertThat(read(body, "gzip")).isEqualTo(joined(BODY, BODY));
  }

  @Test
  void everyFieldOfAHeaderIsSkipped() {
    assertThat(read(withHeaderFields(BODY), "gzip")).isEqualTo(BODY);
  }

  @Test
  void anyContentUpToTheLimitIsRead() {
    byte[] noise = new byte[LIMIT];
    new Random(7).nextBytes(noise);
    assertThat(read(gzip(noise), "gzip")).isEqualTo(noise);
  }

  @Test
  void anEmptyBodyStaysEmpty() {
    assertThatExceptionOfType(EmptyBodyException.class)
        .isThrownBy(() -> read(gzip(new byte[0]), "gzip"));
    assertThatExceptionOfType(EmptyBodyException.class).isThrownBy(() -> read(new byte[0], "gzip"));
  }

  @Test
  void whatIsTooLargeDecompressedIsRefused() {
    byte[] bomb = gzip(new byte[LIMIT + 1]);
    assertThat(bomb.length).isLessThan(1000);
    assertThatExceptionOfType(BodyTooLargeException.class)
        .isThrownBy(() -> read(bomb, "gzip"))
        .withMessageContaining("larger than 300000 bytes when it is decompressed");
  }

  /** Each of them is nothing: only what is sent can be counted. */
  @Test
  void emptyMembersWithoutEndAreRefused() {
    byte[] empty = gzip(new byte[0]);
    byte[] many = new byte[empty.length * 20_000];
    for (int i = 0; i < many.length; i += empty.length) {
      System.arraycopy(empty, 0, many, i, empty.length);
    }
    MockHttpServletRequest request =
        new MockHttpServletRequest("POST", "/") {
          @Override
          public long getContentLengthLong() {
            return -1;
          }
        };
    request.addHeader("Content-Encoding", "gzip");
    request.setContent(many);
    assertThatExceptionOfType(BodyTooLargeException.class)
        .isThrownBy(() -> reader.read(request, BodyKind.IMAGE, AS_IT_IS))
        .withMessageContaining("as it is sent is larger than 365536 bytes");
  }

  @Test
  void whatIsKeptIsCountedAsItIsDecompressed() {
    BodySettings little =
        new BodySettings(
            Duration.ofSeconds(20),
            DataSize.ofBytes(1),
            DataSize.ofKilobytes(200),
            DataSize.ofMegabytes(1),
            1);
    BodyReader crowded =
        new BodyReader(
            new RequestLimits(DataSize.ofBytes(LIMIT), 64, 60, Duration.ofMillis(200)),
            little,
            decoding);
    assertThatExceptionOfType(BusyException.class)
        .isThrownBy(
            () -> crowded.read(request(gzip(new byte[LIMIT]), "gzip"), BodyKind.IMAGE, AS_IT_IS));
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = joined(gzip(BODY), withHeaderFields(BODY));
    int first = gzip(BODY).length;
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length == first) {
        assertThat(read(cut, "gzip")).isEqualTo(BODY);
      } else {
        assertThatExceptionOfType(MalformedBodyException.class)
            .as("%d bytes", length)
            .isThrownBy(() -> read(cut, "gzip"))
            .withMessageContaining("but it breaks off");
      }
    }
  }

  /** A few bytes say nothing of the content: time, operating system, what fills up the last. */
  @Test
  void everyWrongByteIsRefusedOrMeansNothing() {
    byte[] whole = gzip(BODY);
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] wrong = whole.clone();
      wrong[i] ^= 0x40;
      try {
        assertThat(read(wrong, "gzip")).as("byte %d", i).isEqualTo(BODY);
      } catch (MalformedBodyException e) {
        assertThat(e).hasMessageContaining("says that the body is a gzip stream, but ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length - 8);
  }

  @Test
  void otherBytesAreNamed() {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> read(BODY, "gzip"))
        .withMessageContaining("but it is none");
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> read(joined(gzip(BODY), BODY), "gzip"))
        .withMessageContaining("but something else follows it");
  }

  @Test
  void aMultipartBodyMayBeCompressedAsAWhole() {
    String body = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabcd\r\n--b--\r\n";
    MockHttpServletRequest request = request(gzip(body.getBytes(StandardCharsets.UTF_8)), "gzip");
    request.setContentType("multipart/form-data; boundary=b");
    assertThat(reader.read(request, BodyKind.IMAGE, AS_IT_IS)).asString().isEqualTo("abcd");
  }

  private byte[] read(byte[] body, String coding) {
    return reader.read(request(body, coding), BodyKind.IMAGE, AS_IT_IS);
  }

  private static MockHttpServletRequest request(byte[] body, String coding) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
    request.setContentType("image/png");
    request.addHeader("Content-Encoding", coding);
    request.setContent(body);
    return request;
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The same with all that a header may have: further fields, a name, a comment, a sum. */
  private static byte[] withHeaderFields(byte[] content) {
    byte[] plain = gzip(content);
    byte[] head = {0x1f, (byte) 0x8b, 8, 0x1e, 1, 2, 3, 4, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 'd', 0};
    CRC32 sum = new CRC32();
    sum.update(head);
    byte[] sumBytes = {(byte) sum.getValue(), (byte) (sum.getValue() >> 8)};
    return joined(head, sumBytes, Arrays.copyOfRange(plain, 10, plain.length));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List.of(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
