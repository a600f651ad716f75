package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.RawClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages in browsers may do with a service that lists no origins: only its own may. */
class BrowserTests extends WholeService {
  private static final String CHANGE = "/admin/models/esvae:tiny/load";

  private RawClient raw;

  @BeforeEach
  void open() {
    raw = new RawClient(port());
  }

  @Test
  void programsThatAreNoBrowsersAreNotAsked() {
    assertThat(raw.send("POST", CHANGE, "Content-Length: 0").status()).isEqualTo(401);
    assertThat(raw.send("POST", CHANGE, "Host: any.example", "Content-Length: 0").status())
        .isEqualTo(401);
    assertThat(raw.send("GET", "/models", "Host: any.example", "User-Agent: curl/8").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://localhost:%d",
        "Origin: HTTPS://LOCALHOST:%d",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
        "User-Agent: Mozilla/5.0",
      })
  void itsOwnPageMayDoEverything(String header) {
    Answer answer = raw.send("POST", CHANGE, header.formatted(port()), "Content-Length: 0");
    assertThat(answer.status()).as(answer.text()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://localhost",
        "Origin: http://localhost:%d.evil.example",
        "Origin: nonsense",
        "Origin: ",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: unheard-of",
      })
  void anotherPageMayChangeNothing(String header) {
    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "SOMETHING"}) {
      assertForeign(raw.send(method, CHANGE, header.formatted(port()), "Content-Length: 0"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void anotherPageMayLinkHereAndIsShownNothing(String method) {
    Answer link = raw.send(method, "/models", "Sec-Fetch-Site: cross-site");
    assertThat(link.status()).isEqualTo(200);
    Answer script = raw.send(method, "/models", "Origin: https://evil.example");
    assertThat(script.status()).isEqualTo(200);
    assertThat(script.head()).doesNotContain("Access-Control", "evil.example");
  }

  @Test
  void aPreflightOfAnotherPageIsRefused() {
    assertForeign(
        raw.send(
            "OPTIONS",
            "/generate",
            "Origin: https://evil.example",
            "Access-Control-Request-Method: POST"));
  }

  /** While it listens on this machine only, no other name is its own. */
  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LocalHost:9, 200",
    "a.localhost, 200",
    "127.0.0.1, 200",
    "127.9.8.7:80, 200",
    "[::1]:80, 200",
    "evil.example, 421",
    "localhost.evil.example, 421",
    "127.0.0.1.evil.example, 421",
    "127.evil.example:8080, 421",
    "10.0.0.1, 421",
  })
  void aBrowserMustNameThisMachine(String host, int status) {
    for (String browser : new String[] {"User-Agent: Mozilla/5.0", "Sec-Fetch-Site: same-origin"}) {
      Answer answer = raw.send("GET", "/v2", "Host: " + host, browser);
      assertThat(answer.status()).as(answer.text()).isEqualTo(status);
      if (status == 421) {
        assertThat(answer.text()).contains("urn:spikelet:problem:unknown-host");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/models",
        "/openapi.yaml",
        "/v3/api-docs",
        "/v3/api-docs/swagger-config",
        "/swagger-ui.html",
        "/swagger-ui/index.html",
        "/swagger-ui/swagger-initializer.js",
        "/nothing",
        "/v2",
        "/static/x",
        "/error",
        "/swagger-ui",
        "/models/"
      })
  void neitherTheHostNorForwardedHeadersAreReflected(String path) {
    Answer answer =
        raw.send(
            "GET",
            path,
            "Host: reflected.example:1234",
            "Forwarded: host=reflected.example;proto=https",
            "X-Forwarded-Host: reflected.example",
            "X-Forwarded-Proto: reflected",
            "X-Forwarded-Port: 1234",
            "X-Forwarded-Prefix: /reflected");
    assertThat(answer.text()).isNotEmpty().doesNotContain("reflected", "1234/", ":1234");
  }

  private static void assertForeign(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.head()).doesNotContain("Access-Control");
    assertThat(answer.body())
        .contains("urn:spikelet:problem:foreign-page", answer.header("X-Request-Id"));
  }
}
