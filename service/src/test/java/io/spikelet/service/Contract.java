package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.yaml.snakeyaml.Yaml;

/** The promises of {@code openapi.yaml}: every answer of a test is held against them. */
final class Contract {
  private static final Map<String, Object> PATHS = paths();

  private Contract() {}

  /** Fails if the answer's status, or its type for that status, is not declared. */
  static void check(String method, String path, HttpResponse<byte[]> response) {
    Map<String, Object> item = item(path);
    if (item == null) {
      return;
    }
    Map<String, Object> operation = member(item, method.toLowerCase(java.util.Locale.ROOT));
    if (operation == null) {
      assertThat(response.statusCode()).as("%s %s", method, path).isEqualTo(405);
      return;
    }
    Map<String, Object> responses = Objects.requireNonNull(member(operation, "responses"));
    String status = Integer.toString(response.statusCode());
    assertThat(responses).as("%s %s", method, path).containsKey(status);
    Map<String, Object> content =
        member(Objects.requireNonNull(member(responses, status)), "content");
    String type = response.headers().firstValue("Content-Type").orElse("none");
    assertThat(Objects.requireNonNull(content).keySet())
        .as("types of %s %s %s", method, path, status)
        .anyMatch(
            declared ->
                MediaType.parseMediaType(declared)
                    .equalsTypeAndSubtype(MediaType.parseMediaType(type)));
  }

  private static @Nullable Map<String, Object> item(String path) {
    Map<String, Object> exact = member(PATHS, path);
    if (exact != null) {
      return exact;
    }
    for (String template : PATHS.keySet()) {
      if (path.matches(template.replaceAll("\\{[^}]+}", "[^/]+"))) {
        return member(PATHS, template);
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked") // YAML knows only maps of strings here.
  private static @Nullable Map<String, Object> member(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.get(name);
  }

  private static Map<String, Object> paths() {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
      // While the document is written for the first time there is nothing to hold against.
      return in == null ? Map.of() : Objects.requireNonNull(member(new Yaml().load(in), "paths"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
