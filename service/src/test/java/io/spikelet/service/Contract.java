package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The promises of {@code openapi.yaml}: every answer of a test is held against them. */
final class Contract {
  private static final Map<String, Object> DOCUMENT = document();

  /** Problems carry further members, by kind. */
  private static final String OPEN = "#/components/schemas/Problem";

  private Contract() {}

  /**
   * Fails if the answer's status, its type for that status or a member of its JSON is not declared,
   * or if a header or a member is missing that was promised.
   */
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
    Map<String, Object> declared = followed(Objects.requireNonNull(member(responses, status)));
    String where = "%s %s %s".formatted(method, path, status);
    checkHeaders(where, declared, response);
    if (response.statusCode() != 304) {
      checkContent(where, declared, response);
    }
  }

  private static void checkHeaders(
      String where, Map<String, Object> declared, HttpResponse<byte[]> response) {
    Map<String, Object> headers = Objects.requireNonNull(member(declared, "headers"));
    assertThat(headers.keySet())
        .as("headers of %s", where)
        .filteredOn(
            name ->
                Boolean.TRUE.equals(
                    followed(Objects.requireNonNull(member(headers, name))).get("required")))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(response.headers().firstValue(name)).as(name).isPresent());
  }

  private static void checkContent(
      String where, Map<String, Object> declared, HttpResponse<byte[]> response) {
    MediaType type =
        MediaType.parseMediaType(response.headers().firstValue("Content-Type").orElse("none/none"));
    Map<String, Object> content = Objects.requireNonNull(member(declared, "content"));
    List<String> fitting =
        content.keySet().stream()
            .filter(name -> MediaType.parseMediaType(name).equalsTypeAndSubtype(type))
            .toList();
    assertThat(fitting).as("declared types of %s for %s", where, type).hasSize(1);
    if (type.getSubtype().endsWith("json")) {
      Map<String, Object> form = Objects.requireNonNull(member(content, fitting.getFirst()));
      checkJson(
          where,
          Objects.requireNonNull(member(form, "schema")),
          JsonMapper.shared().readTree(decoded(response)));
    }
  }

  private static byte[] decoded(HttpResponse<byte[]> response) {
    if (response.headers().firstValue("Content-Encoding").isEmpty()) {
      return response.body();
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkJson(String where, Map<String, Object> schema, JsonNode json) {
    Map<String, Object> followed = followed(schema);
    if (json.isArray()) {
      Map<String, Object> items = Objects.requireNonNull(member(followed, "items"));
      json.forEach(one -> checkJson(where + "[]", items, one));
    }
    Map<String, Object> properties = member(followed, "properties");
    if (properties == null) {
      return;
    }
    assertThat(json.isObject()).as("%s is an object", where).isTrue();
    assertThat(json.propertyNames())
        .as("members of %s", where)
        .containsAll(strings(followed.get("required")));
    if (!OPEN.equals(schema.get("$ref"))) {
      assertThat(properties.keySet())
          .as("declared members of %s", where)
          .containsAll(json.propertyNames());
    }
    properties.forEach(
        (name, property) -> {
          if (json.has(name)) {
            checkJson(
                where + "." + name,
                Objects.requireNonNull(member(properties, name)),
                json.get(name));
          }
        });
  }

  /** What stands at the end of a reference into the document. */
  private static Map<String, Object> followed(Map<String, Object> object) {
    if (!(object.get("$ref") instanceof String reference)) {
      return object;
    }
    Map<String, Object> here = DOCUMENT;
    for (String step : reference.substring(2).split("/", -1)) {
      here = Objects.requireNonNull(member(here, step), reference);
    }
    return here;
  }

  @SuppressWarnings("unchecked") // YAML has no types; a wrong one fails the test.
  private static List<String> strings(@Nullable Object list) {
    return list == null ? List.of() : (List<String>) list;
  }

  private static @Nullable Map<String, Object> item(String path) {
    Map<String, Object> paths = Objects.requireNonNullElse(member(DOCUMENT, "paths"), Map.of());
    Map<String, Object> exact = member(paths, path);
    if (exact != null) {
      return exact;
    }
    for (String template : paths.keySet()) {
      if (path.matches(template.replaceAll("\\{[^}]+}", "[^/]+"))) {
        return member(paths, template);
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked") // YAML knows only maps of strings here.
  private static @Nullable Map<String, Object> member(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.get(name);
  }

  private static Map<String, Object> document() {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
      // While the document is written for the first time there is nothing to hold against.
      return in == null ? Map.of() : new Yaml().load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
