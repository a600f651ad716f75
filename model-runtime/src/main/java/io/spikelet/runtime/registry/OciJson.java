package io.spikelet.runtime.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and writing the layout's JSON; every complaint names the field. */
final class OciJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  // Own line ends: those of the platform would change the digests.
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter WRITER =
      MAPPER
          .writer()
          .with(
              new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER));

  private OciJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] write(ObjectNode json) {
    return (WRITER.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static ObjectNode read(String what, byte[] json) {
    try {
      return object(what, MAPPER.readTree(json));
    } catch (JacksonException e) {
      throw new MalformedException(what, "JSON", "not: " + e.getOriginalMessage());
    }
  }

  static ObjectNode object(String what, JsonNode json) {
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedException(what, "an object", kind(json));
  }

  static List<ObjectNode> objects(String what, JsonNode json) {
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode element : array(what, json)) {
      objects.add(object("an element of " + what, element));
    }
    return objects;
  }

  static List<String> strings(String what, JsonNode json) {
    List<String> strings = new ArrayList<>();
    for (JsonNode element : array(what, json)) {
      strings.add(string("an element of " + what, element));
    }
    return strings;
  }

  static String string(String what, JsonNode json) {
    if (json.isString()) {
      return json.stringValue();
    }
    throw new MalformedException(what, "text", kind(json));
  }

  static void require(String what, String expected, JsonNode json) {
    String found = json.isString() ? json.stringValue() : kind(json);
    if (!found.equals(expected)) {
      throw new MalformedException(what, expected, found);
    }
  }

  static void requireVersion2(String what, JsonNode json) {
    if (!json.isInt() || json.intValue() != 2) {
      throw new MalformedException(
          "schemaVersion of " + what, "2", json.isMissingNode() ? "missing" : json.toString());
    }
  }

  private static ArrayNode array(String what, JsonNode json) {
    if (json instanceof ArrayNode array) {
      return array;
    }
    throw new MalformedException(what, "an array", kind(json));
  }

  private static String kind(JsonNode json) {
    return json.isMissingNode() ? "missing" : "of another type (" + json.getNodeType() + ")";
  }
}
