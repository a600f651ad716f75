package io.spikelet.runtime.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@link ModelSpec} as JSON. Strict, because a field that is silently ignored or defaulted makes a
 * model that runs and is wrong.
 */
final class SpecFormat {

  private static final String VERSION = "schemaVersion";
  private static final String AUDIO = "audio";

  /** Of a model that reads no sounds; its description has no field for them. */
  private static final int WITHOUT_AUDIO = 1;

  private static final List<Integer> READABLE = List.of(WITHOUT_AUDIO, ModelSpec.SCHEMA_VERSION);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
          .disable(
              MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
          .build();

  // Own line ends: those of the platform would change the digest.
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter WRITER =
      MAPPER.writer().with(new DefaultPrettyPrinter().withObjectIndenter(INDENTER));

  private SpecFormat() {}

  static byte[] write(ModelSpec spec) {
    int version = spec.audio() == null ? WITHOUT_AUDIO : ModelSpec.SCHEMA_VERSION;
    ObjectNode json = MAPPER.createObjectNode().put(VERSION, version);
    json.setAll((ObjectNode) MAPPER.<JsonNode>valueToTree(spec));
    if (version == WITHOUT_AUDIO) {
      json.remove(AUDIO);
    }
    return (WRITER.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static ModelSpec read(byte[] json) {
    try {
      ObjectNode fields = fields(json);
      requireReadable(fields.path(VERSION));
      if (fields.remove(VERSION).intValue() == WITHOUT_AUDIO) {
        requireNoAudio(fields);
        fields.putNull(AUDIO);
      }
      return MAPPER.treeToValue(fields, ModelSpec.class);
    } catch (JacksonException e) {
      throw InvalidModelSpecException.unreadable(reason(e), e);
    }
  }

  private static ObjectNode fields(byte[] json) {
    return switch (MAPPER.readTree(json)) {
      case ObjectNode fields -> fields;
      case JsonNode other ->
          throw InvalidModelSpecException.unreadable(
              "not an object", new IllegalArgumentException(other.getNodeType().toString()));
    };
  }

  private static void requireReadable(JsonNode version) {
    if (!version.isInt() || !READABLE.contains(version.intValue())) {
      throw InvalidModelSpecException.unknownVersion(
          version.isMissingNode() ? "missing" : version.toString(), READABLE);
    }
  }

  private static void requireNoAudio(ObjectNode fields) {
    if (fields.has(AUDIO)) {
      String reason = "audio is no field of schemaVersion " + WITHOUT_AUDIO;
      throw InvalidModelSpecException.unreadable(reason, new IllegalArgumentException(reason));
    }
  }

  // A record's own sentence names its field; Jackson's must be given the field's path.
  private static String reason(JacksonException e) {
    if (e.getCause() instanceof RuntimeException cause && cause.getMessage() != null) {
      return cause.getMessage();
    }
    String path = path(e);
    return path.isEmpty() ? e.getOriginalMessage() : path + ": " + e.getOriginalMessage();
  }

  private static String path(JacksonException e) {
    return e.getPath().stream()
        .map(at -> at.getPropertyName() == null ? "" + at.getIndex() : at.getPropertyName())
        .collect(Collectors.joining("."));
  }
}
