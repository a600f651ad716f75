package io.spikelet.service.contract;

import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pieces of the document that several operations share. */
final class Schemas {
  static final String PROBLEM = "Problem";

  private Schemas() {}

  /** A schema of one type, set in both places that the model has for it. */
  static Schema<Object> of(String type) {
    Schema<Object> schema = new Schema<>();
    schema.setType(type);
    schema.setTypes(Set.of(type));
    return schema;
  }

  /** Bytes as they are; OpenAPI 3.1 says so by saying nothing but the media type. */
  static MediaType binary() {
    return new MediaType().schema(new Schema<>());
  }

  static Content problem() {
    return new Content()
        .addMediaType(
            "application/problem+json",
            new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)));
  }

  /** RFC 9457, with the members that this service adds. */
  static Schema<Object> problemSchema() {
    Schema<Object> schema = of("object");
    schema.setDescription(
        "RFC 9457 problem details. Further members carry the facts of a problem: parameter, value,"
            + " allowed, known_models, limit_bytes, ...");
    schema.setProperties(
        Map.of(
            "type", of("string").description("Names the kind of problem; stable."),
            "title", of("string").description("The kind of problem in words."),
            "status", of("integer").description("The status code."),
            "detail", of("string").description("What is wrong, and what would be right."),
            "instance", of("string").description("The request's path."),
            "request_id", of("string").description("The id on the log lines of this request.")));
    schema.setRequired(List.of("type", "title", "status", "detail"));
    return schema;
  }
}
