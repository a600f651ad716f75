package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.RawClient.Answer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service below a path: of its own setting, or of a proxy that takes the path away. */
class ProxyTests {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");

  /** Who puts the path in front. */
  enum Place {
    SETTING("--server.servlet.context-path=/below/here"),
    PROXY("--server.forward-headers-strategy=framework");

    private final String argument;

    Place(String argument) {
      this.argument = argument;
    }

    /** Asks for a path as a client does who sees the service below {@code /below/here}. */
    Answer get(RawClient raw, String path) {
      assertThat(path).startsWith("/below/here");
      return this == SETTING
          ? raw.send("GET", path)
          : raw.send(
              "GET",
              path.substring("/below/here".length()),
              "X-Forwarded-Prefix: /below/here",
              "X-Forwarded-Host: pictures.example",
              "X-Forwarded-Proto: https");
    }
  }

  @ParameterizedTest
  @EnumSource
  void linksAndTheContractWork(Place place) {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(SpikeletService.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--spikelet.web.allowed-hosts=pictures.example",
                place.argument,
                "--spikelet.registry=" + Registries.shared())) {
      RawClient raw =
          new RawClient(
              context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
      for (String link : links(place.get(raw, "/below/here/").text())) {
        assertThat(place.get(raw, "/below/here/" + link).status()).as(link).isEqualTo(200);
      }
      assertThat(place.get(raw, "/below/here/openapi.yaml").body())
          .contains("servers:\n- url: /below/here\n");
      Answer moved = place.get(raw, "/below/here/swagger-ui.html");
      assertThat(moved.header("Location")).isEqualTo("/below/here/swagger-ui/index.html");
      assertThat(place.get(raw, moved.header("Location")).text()).contains("swagger-initializer");
      assertThat(place.get(raw, "/below/here/swagger-ui/swagger-initializer.js").text())
          .contains("\"/below/here/v3/api-docs/swagger-config\"");
      assertThat(place.get(raw, "/below/here/v3/api-docs/swagger-config").text())
          .contains("\"/below/here/openapi.yaml\"");
      assertItsOwnPageIsKnown(place, raw);
    }
  }

  private static void assertItsOwnPageIsKnown(Place place, RawClient raw) {
    if (place == Place.PROXY) {
      for (String origin : List.of("https://pictures.example", "https://evil.example")) {
        Answer answer =
            raw.send(
                "POST",
                "/generate?seed=1",
                "Origin: " + origin,
                "X-Forwarded-Host: pictures.example",
                "X-Forwarded-Proto: https",
                "Content-Length: 0");
        assertThat(answer.status()).isEqualTo(origin.contains("evil") ? 403 : 200);
      }
    }
  }

  private static List<String> links(String page) {
    Matcher links = LINK.matcher(page);
    List<String> found =
        Stream.generate(() -> links).takeWhile(Matcher::find).map(m -> m.group(1)).toList();
    assertThat(found).hasSizeGreaterThan(5).noneMatch(link -> link.startsWith("/"));
    return found;
  }
}
