package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers compressed for those who accept it, and what their headers then say. */
class CompressionTests extends WholeService {
  private static final String ACCEPT = "Accept-Encoding";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/models",
        "/models/esvae:tiny",
        "/openapi.yaml",
        "/v3/api-docs",
        "/swagger-ui/swagger-ui.css",
        "/swagger-ui/swagger-ui-bundle.js"
      })
  void textIsCompressedForWhoeverAcceptsIt(String path) {
    Answer plain = service.get(path);
    Answer compressed = service.get(path, ACCEPT, "br, gzip;q=0.5");
    assertPlain(plain);
    assertPlain(service.get(path, ACCEPT, "identity, gzip;q=0"));
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(unzipped(compressed.body())).isEqualTo(plain.body());
    assertThat(compressed.body().length).isLessThan(plain.body().length * 2 / 3);
    assertThat(vary(plain)).contains("accept-encoding");
    assertThat(vary(compressed)).contains("accept-encoding");
  }

  @Test
  void metricsAreCompressedOnTheManagementPort() {
    Answer answer = management.get("/actuator/prometheus", ACCEPT, "gzip");
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(new String(unzipped(answer.body()), java.nio.charset.StandardCharsets.UTF_8))
        .contains("snn_ready ");
    assertPlain(management.get("/actuator/prometheus"));
  }

  @Test
  void problemsAreCompressed() {
    Answer answer = service.get("/models/nobody", ACCEPT, "gzip");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(new String(unzipped(answer.body()), java.nio.charset.StandardCharsets.UTF_8))
        .contains("urn:spikelet:problem:model-not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "application/zip", "application/x-npy", "text/event-stream"})
  void picturesAndStreamsAreNot(String type) {
    String model = type.equals("text/event-stream") ? "fsvae:tiny" : "esvae:tiny";
    Answer answer =
        service.post("/generate?n=1&seed=1&model=" + model, "Accept", type, ACCEPT, "gzip, *");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertPlain(answer);
  }

  @Test
  void aPartOfAFileIsNot() {
    String path = "/swagger-ui/swagger-ui.css";
    Answer part = service.get(path, ACCEPT, "gzip", "Range", "bytes=1000-4999");
    assertThat(part.status()).isEqualTo(206);
    assertPlain(part);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(service.get(path).body(), 1000, 5000));
  }

  /** RFC 9530: the content coding is part of the representation. */
  @ParameterizedTest
  @CsvSource({
    "/generate?seed=1&n=9&model=esvae:tiny, gzip, gzip",
    "/generate?seed=1&n=9&model=esvae:tiny, X-GZIP, gzip",
    "/generate?seed=1&n=9&model=esvae:tiny, *, gzip",
    "/generate?seed=1&n=9&model=esvae:tiny, 'gzip;q=0, *', ''",
    "/generate?seed=1&n=9&model=esvae:tiny, 'gzip; q=0.000', ''",
    "/generate?seed=1&n=9&model=esvae:tiny, br, ''",
    "/generate?seed=1&n=16&model=esvae:tiny, gzip, gzip",
  })
  void theDigestIsOfTheBytesThatAreSent(String path, String accepted, String coding) {
    Answer answer = service.post(path, ACCEPT, accepted, "Accept", "application/json");
    assertThat(answer.header("Content-Encoding")).isEqualTo(coding);
    assertThat(answer.header("Repr-Digest")).isEqualTo("sha-256=:" + sha256(answer.body()) + ":");
    assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(answer.body().length));
    byte[] plain = coding.isEmpty() ? answer.body() : unzipped(answer.body());
    assertThat(plain).isEqualTo(service.post(path, "Accept", "application/json").body());
    if (answer.body().length >= 1024) {
      assertThat(vary(answer)).contains("accept-encoding", "accept");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/models", "/models/esvae:tiny", "/openapi.yaml"})
  void whoHasTheAnswerIsToldSo(String path) {
    service.post("/generate?model=esvae:tiny");
    Answer first = service.get(path);
    String tag = first.header("ETag");
    assertThat(tag).startsWith("W/\"");
    assertThat(service.get(path, ACCEPT, "gzip").header("ETag")).isEqualTo(tag);
    Answer again = service.get(path, "If-None-Match", tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(tag);
    assertThat(service.get(path, "If-None-Match", "\"other\", " + tag.substring(2)).status())
        .isEqualTo(304);
    assertThat(service.get(path, "If-None-Match", "W/\"other\"").status()).isEqualTo(200);
  }

  @Test
  void aListThatChangesHasAnotherTag() {
    service.post("/generate?model=fsvae:tiny");
    String tag = service.get("/models").header("ETag");
    service.post("/admin/models/fsvae:tiny/unload", "Authorization", "Bearer open sesame");
    Answer changed = service.get("/models", "If-None-Match", tag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
  }

  @Test
  void headTellsWhatGetWould() {
    Answer get = service.get("/openapi.yaml");
    RawClient.Answer head = new RawClient(port()).send("HEAD", "/openapi.yaml");
    assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(get.body().length));
    assertThat(head.body()).isEmpty();
    RawClient.Answer compressed =
        new RawClient(port()).send("HEAD", "/openapi.yaml", "Accept-Encoding: gzip");
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.header("Content-Length")).isEmpty();
    assertThat(compressed.body()).isEmpty();
  }

  private static void assertPlain(Answer answer) {
    assertThat(answer.response().headers().firstValue("Content-Encoding")).isEmpty();
  }

  private static String vary(Answer answer) {
    return String.join(", ", answer.response().headers().allValues("Vary"))
        .toLowerCase(java.util.Locale.ROOT);
  }

  private static byte[] unzipped(byte[] body) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
