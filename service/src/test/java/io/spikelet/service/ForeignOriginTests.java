package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.RawClient.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that pages of listed origins may use, and that has names of its own. */
class ForeignOriginTests {
  private static final String PAGE = "Origin: https://page.example";

  /** Scripts may read these without being told (Fetch standard). */
  private static final Set<String> SAFELISTED =
      Set.of(
          "cache-control",
          "content-language",
          "content-length",
          "content-type",
          "expires",
          "last-modified",
          "pragma");

  /** Nothing that a script could use. */
  private static final Set<String> FOR_THE_BROWSER =
      Set.of(
          "connection",
          "content-security-policy",
          "date",
          "keep-alive",
          "referrer-policy",
          "transfer-encoding",
          "vary",
          "x-content-type-options",
          "x-frame-options");

  private static ConfigurableApplicationContext context;
  private static RawClient raw;

  @BeforeAll
  static void start() {
    context =
        new SpringApplicationBuilder(SpikeletService.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--spikelet.admin-token=open sesame",
                "--spikelet.web.allowed-origins=https://page.example,null",
                "--spikelet.web.allowed-hosts=pictures.example",
                "--springdoc.swagger-ui.enabled=false",
                "--spikelet.registry=" + Registries.shared());
    raw =
        new RawClient(
            context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://page.example", "null"})
  void aListedOriginIsAnsweredAndMayRead(String origin) {
    for (String method : List.of("GET", "HEAD", "POST")) {
      String path = method.equals("POST") ? "/generate?seed=1" : "/models";
      Answer answer =
          raw.send(
              method, path, "Origin: " + origin, "Sec-Fetch-Site: cross-site", "Content-Length: 0");
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
      assertThat(answer.header("Vary")).containsIgnoringCase("Origin");
    }
  }

  @Test
  void everyHeaderThatSaysSomethingMayBeRead() {
    List<Answer> answers =
        Stream.of(
                "POST /generate?seed=1",
                "POST /generate?model=spiking-gan&seed=1",
                "POST /latents?seed=1",
                "GET /models",
                "POST /admin/models/esvae/load")
            .map(line -> line.split(" ", 2))
            .map(line -> raw.send(line[0], line[1], PAGE, "Content-Length: 0"))
            .toList();
    for (Answer answer : answers) {
      List<String> exposed =
          List.of(
              answer
                  .header("Access-Control-Expose-Headers")
                  .toLowerCase(Locale.ROOT)
                  .split(", ", -1));
      assertThat(answer.head().lines().skip(1).map(line -> line.substring(0, line.indexOf(':'))))
          .map(name -> name.toLowerCase(Locale.ROOT))
          .filteredOn(name -> !SAFELISTED.contains(name) && !FOR_THE_BROWSER.contains(name))
          .filteredOn(name -> !name.startsWith("access-control-"))
          .isSubsetOf(exposed);
    }
  }

  @Test
  void mistakesOfAListedOriginMayBeReadToo() {
    Answer answer = raw.send("POST", "/generate?n=0", PAGE, "Content-Length: 0");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://page.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://page.example.evil.example",
        "http://page.example"
      })
  void anyOtherOriginIsRefusedAsAProblem(String origin) {
    for (String method : List.of("GET", "POST", "OPTIONS")) {
      Answer answer =
          raw.send(
              method,
              "/models",
              "Origin: " + origin,
              "Access-Control-Request-Method: GET",
              "Content-Length: 0");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(answer.header("Vary")).containsIgnoringCase("Origin");
      assertThat(answer.body()).contains("urn:spikelet:problem:foreign-page");
    }
  }

  @Test
  void aLinkFromAnywhereStillOpens() {
    assertThat(raw.send("GET", "/", "Sec-Fetch-Site: cross-site").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/generate, POST",
    "/models, 'GET,HEAD'",
    "/models/esvae:tiny, 'GET,HEAD'",
    "/admin/models/esvae:tiny/load, POST",
    "/openapi.yaml, 'GET,HEAD'",
  })
  void aPreflightIsToldTheMethodsOfThePath(String path, String methods) {
    Answer answer =
        raw.send(
            "OPTIONS",
            path,
            PAGE,
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: authorization,content-encoding,content-type");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://page.example");
    assertThat(answer.header("Access-Control-Allow-Methods").split(", *"))
        .containsExactlyInAnyOrder((methods + ",OPTIONS").split(","));
    assertThat(answer.header("Access-Control-Allow-Headers"))
        .isEqualTo("authorization,content-encoding,content-type");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(answer.header("Vary").toLowerCase(Locale.ROOT))
        .contains("origin", "access-control-request-method", "access-control-request-headers");
  }

  @Test
  void aPreflightOfAPathThatDoesNotExistFails() {
    Answer answer = raw.send("OPTIONS", "/nothing", PAGE, "Access-Control-Request-Method: GET");
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void onlyNamesOfHeadersAreRepeated() {
    Answer answer =
        raw.send(
            "OPTIONS",
            "/generate",
            PAGE,
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: \"<b>\"");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Headers")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "pictures.example, 200",
    "Pictures.Example:80, 200",
    "localhost, 200",
    "evil.example, 421",
    "x.pictures.example, 421"
  })
  void itAnswersToItsNames(String host, int status) {
    Answer answer = raw.send("GET", "/v2", "Host: " + host, "User-Agent: Mozilla/5.0");
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  @Test
  void withoutSwaggerUiThePageDoesNotLinkToIt() {
    assertThat(raw.send("GET", "/").text()).doesNotContain("swagger").contains("openapi.yaml");
    assertThat(raw.send("GET", "/swagger-ui.html").status()).isEqualTo(404);
    assertThat(raw.send("GET", "/swagger-ui/index.html").status()).isEqualTo(404);
    assertThat(raw.send("GET", "/openapi.yaml").status()).isEqualTo(200);
  }
}
