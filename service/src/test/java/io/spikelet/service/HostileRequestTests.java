package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.RawClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Requests that no client sends by mistake: refused in our form, and the next one is answered. */
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestTests extends WholeService {
  /** What the protocol itself has for transfer codings, methods and versions that are not known. */
  private static final Set<Integer> OF_THE_PROTOCOL = Set.of(501, 505);

  private static final int LONGEST_LINE = 4000;
  private static final byte[] LAST =
      "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private RawClient raw;

  @BeforeEach
  void open() {
    raw = new RawClient(port());
  }

  static Stream<String> refused() {
    String host = "Host: localhost\r\n";
    String end = "Connection: close\r\n\r\n";
    return Stream.of(
        "400|nonsense\r\n\r\n",
        "400|\0\1\2\3\r\n\r\n",
        "400|\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n",
        "400|GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + host + end,
        "400|GET /models/%zz HTTP/1.1\r\n" + host + end,
        "400|GET /models/%00 HTTP/1.1\r\n" + host + end,
        "400|GET /models/a%2fb HTTP/1.1\r\n" + host + end,
        "400|GET /../../etc/passwd HTTP/1.1\r\n" + host + end,
        "400|GET http://other.example/v2 HTTP/1.1\r\n" + host + end,
        "400|GET /v2 HTTP/1.1\r\nHost: a b\r\n" + end,
        "400|GET /v2 HTTP/1.1\r\nHost: a_b$%\r\n" + end,
        "400|GET /v2 HTTP/1.1\r\n" + end,
        "400|GET /v2 HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + end,
        "400|GET /v2 HTTP/1.1\r\n" + host + "X: " + "a".repeat(20_000) + "\r\n" + end,
        "400|GET /v2 HTTP/1.1\r\n" + host + "X y: a\r\n" + end,
        "400|GET /v2 HTTP/1.1\r\n" + host + "X: a\0b\r\n" + end,
        "400|POST /generate HTTP/1.1\r\n" + host + "Content-Length: -5\r\n" + end,
        "400|POST /generate HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n" + end,
        "400|POST /generate HTTP/1.1\r\n"
            + host
            + "Content-Length: 1\r\nContent-Length: 2\r\n"
            + end
            + "ab",
        "400|POST /generate HTTP/1.1\r\n"
            + host
            + "Transfer-Encoding: chunked\r\n"
            + end
            + "zz\r\n",
        "417|POST /generate HTTP/1.1\r\n" + host + "Expect: the unexpected\r\n" + end,
        "501|POST /generate HTTP/1.1\r\n" + host + "Transfer-Encoding: nonsense\r\n" + end,
        "501|POST /generate HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n" + end,
        "501|CONNECT localhost:80 HTTP/1.1\r\n" + host + end,
        "505|GET /v2 HTTP/2.0\r\n" + host + end,
        "505|GET /v2 HTTP/1.9\r\n" + host + end,
        "405|TRACE /v2 HTTP/1.1\r\n" + host + end,
        "405|SOMETHING /v2 HTTP/1.1\r\n" + host + end,
        "405|PUT /generate HTTP/1.1\r\n" + host + end,
        "404|GET /error HTTP/1.1\r\n" + host + end,
        "400|GET /models?a=%zz HTTP/1.1\r\n" + host + end,
        "415|POST /reconstruct HTTP/1.1\r\n"
            + host
            + "Content-Encoding: br\r\nContent-Type: image/png\r\nContent-Length: 1\r\n"
            + end
            + "a",
        "400|POST /reconstruct HTTP/1.1\r\n"
            + host
            + "Content-Encoding: gzip\r\nContent-Type: image/png\r\nContent-Length: 1\r\n"
            + end
            + "a");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsRefusedHasOurFormAndAnId(String statusAndRequest) {
    String[] both = statusAndRequest.split("\\|", 2);
    Answer answer = raw.send(both[1]);
    assertThat(answer.status()).as(answer.text()).isEqualTo(Integer.parseInt(both[0]));
    assertProblem(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=utf-16",
        "application/json;charset=UTF-32",
        "application/json;charset=nonsense",
        "application/json;charset=\"",
        "application/json;q=0",
        "application/json;q=2",
        "application/json;q=-1",
        "application/json;q=NaN",
        "*/*;q=0",
        "*/json",
        "application/*+json",
        "*",
        "*/*;charset=utf-16",
        ",,,",
        "a/b/c",
        "application/json;",
        "\u00e9/\u00e9",
        "application/json;charset=utf-16, application/json;charset=utf-7",
        "text/html, application/xhtml+xml, image/png;q=0.9, */*;q=0.8",
      })
  void anyAcceptGivesJsonInUtf8OrIsRefused(String accept) {
    for (String path : List.of("/models", "/models/esvae:tiny", "/v2", "/nothing")) {
      Answer answer = raw.send("GET", path, "Accept: " + accept);
      assertThat(answer.status()).as(answer.text()).isIn(200, 404, 406);
      assertThat(answer.header("Content-Type"))
          .matches("application/(problem\\+)?json(;charset=UTF-8)?");
      assertThat(answer.body()).contains("{\"");
    }
    Answer made = raw.send("POST", "/latents?seed=1", "Accept: " + accept, "Content-Length: 0");
    assertThat(made.status()).as(made.text()).isIn(200, 406);
  }

  @Test
  void severalHundredDamagedRequestsAreAnswered(CapturedOutput output) {
    Random random = new Random(20_260_101);
    for (int i = 0; i < 400; i++) {
      byte[] request = damaged(random);
      // One that says nothing of its end, or hides it, leaves the connection to another.
      request = joined(request, LAST);
      Answer answer = raw.send(request);
      String shown = new String(request, StandardCharsets.ISO_8859_1);
      int status = answer.status();
      assertThat(status < 500 || status == 503 || OF_THE_PROTOCOL.contains(status))
          .as("request %d: %s%nanswer: %s", i, shown, answer.text())
          .isTrue();
      if (status >= 400) {
        assertThat(answer.header("Content-Type"))
            .as("request %d: %s%nanswer: %s", i, shown, answer.text())
            .startsWith("application/problem+json");
        assertProblem(answer);
      }
    }
    assertThat(raw.send("GET", "/v2/health/live").status()).isEqualTo(200);
    assertThat(output.getAll().lines())
        .allSatisfy(
            line ->
                assertThat(line)
                    .hasSizeLessThan(LONGEST_LINE)
                    .doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f]"));
    assertThat(output.getAll()).doesNotContain("request failed", "\"level\":\"ERROR\"");
  }

  @Test
  void aLineOfTheLogIsOneLineHoweverLongAndStrangeTheRequest(CapturedOutput output) {
    raw.send("GET", "/" + "x".repeat(6000));
    raw.send("SOMETHING" + "X".repeat(3000), "/v2");
    raw.send("GET", "/%0a%0d%1b%5b31m?model=%0aforged");
    raw.send("POST", "/generate?model=%0aforged%0d" + "y".repeat(5000), "Content-Length: 0");
    raw.send("POST", "/generate", "X-Request-Id: " + "z".repeat(5000), "Content-Length: 0");
    assertThat(output.getAll().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(LONGEST_LINE))
        .noneMatch(line -> line.startsWith("forged"));
  }

  private static void assertProblem(Answer answer) {
    assertThat(answer.header("Content-Type"))
        .as(answer.text())
        .startsWith("application/problem+json");
    assertThat(answer.header("X-Request-Id")).as(answer.text()).isNotEmpty();
    // An answer to HEAD has none; the one to the next request may follow.
    boolean withBody = !answer.body().isEmpty() && !answer.body().startsWith("HTTP/1.1");
    if (withBody) {
      assertThat(answer.body())
          .contains("urn:spikelet:problem:", "\"request_id\":\"" + answer.header("X-Request-Id"));
    }
    assertThat(answer.text()).doesNotContain("Exception", "org.apache", "at java.");
  }

  /** A request of parts that are right or wrong, then sometimes a few bytes of it changed. */
  private static byte[] damaged(Random random) {
    List<String> methods =
        List.of("GET", "POST", "HEAD", "OPTIONS", "PUT", "TRACE", "get", "", "\u00e9", "A\tB");
    List<String> paths =
        List.of(
            "/",
            "/models",
            "/models/esvae:tiny",
            "/generate?seed=1",
            "/latents?seed=1",
            "/v2",
            "/models/%c3%28",
            "/models/esvae:tiny@sha256:00",
            "//",
            "/;a=b/models;c",
            "/a b",
            "/models?" + "a=1&".repeat(300),
            "/generate?seed=1&seed=2",
            "/generate?%00=%00",
            "/generate?model=" + "a".repeat(3000),
            "/swagger-ui/..%2f..",
            "/reconstruct",
            "/error",
            "/decode?model=esvae:tiny",
            "/admin/models/esvae/load",
            "/openapi.yaml",
            "/static/%2e");
    List<String> versions = List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/3", "http/1.1");
    List<String> headers =
        List.of(
            "Host: localhost",
            "Host: localhost",
            "Host:",
            "Host: [",
            "Accept: */*;q=0",
            "Accept: application/json;charset=utf-16",
            "Accept: text/event-stream, image/*",
            "Accept-Encoding: gzip;q=1.5, *",
            "Content-Encoding: gzip",
            "Content-Encoding: deflate",
            "Content-Type: image/png",
            "Content-Type: multipart/form-data; boundary=b",
            "Content-Type: multipart/form-data",
            "Content-Type: ;;;",
            "Content-Type: application/json",
            "Expect: 100-continue",
            "Range: bytes=0-1,5-9",
            "Range: bytes=-",
            "If-None-Match: *",
            "If-None-Match: \"",
            "Origin: https://a.example",
            "Origin: null",
            "Authorization: Bearer ",
            "Authorization: \u00ff",
            "X-Request-Id: \u00e9\t\"",
            "traceparent: 00-zz",
            "Cookie: a=\"",
            "Transfer-Encoding: chunked",
            "Upgrade: h2c",
            "Sec-Fetch-Site: cross-site",
            "Access-Control-Request-Method: \u00e9",
            "X-Forwarded-For: \u00e9,,",
            "Accept-Language: *",
            "X: " + "y".repeat(random.nextInt(5000)),
            ": ",
            "Content-Length: 0x10",
            " folded: yes");
    List<String> bodies =
        List.of(
            "",
            "a",
            "--b\r\nContent-Disposition: form-data; name=\"\0\"\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=file; filename=\"\0\"\r\n\r\nx\r\n--b--\r\n",
            "\u001f\u008b\b\0",
            "{\"samples\":[{\"spikes\":[[1e999]]}]}",
            "[".repeat(3000),
            "5\r\nabcde\r\n0\r\n\r\n",
            "ffffffff\r\n",
            "\u0089PNG\r\n\u001a\n");
    String body = any(random, bodies);
    List<String> lines = new ArrayList<>();
    lines.add("Host: localhost");
    for (int i = random.nextInt(5); i > 0; i--) {
      lines.add(any(random, headers));
    }
    if (random.nextInt(4) > 0) {
      lines.add("Content-Length: " + body.length());
    }
    lines.add("Connection: close");
    String text =
        "%s %s %s\r\n%s\r\n\r\n%s"
            .formatted(
                any(random, methods),
                any(random, paths),
                any(random, versions),
                String.join("\r\n", lines),
                body);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static String any(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
