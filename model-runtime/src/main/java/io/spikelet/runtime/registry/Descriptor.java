package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Type, name and size of a content: all that is needed to verify it. */
record Descriptor(String mediaType, Digest digest, long size) {

  // Nothing that we serve comes near; a larger size is damage and must not be allocated.
  private static final long MAX_SIZE = 1L << 30;

  static Descriptor of(String mediaType, byte[] content) {
    return new Descriptor(mediaType, Digest.of(content), content.length);
  }

  static Descriptor parse(String what, ObjectNode json) {
    String mediaType = OciJson.string("mediaType of " + what, json.path("mediaType"));
    String digest = OciJson.string("digest of " + what, json.path("digest"));
    return new Descriptor(mediaType, digest(what, digest), size(what, json.path("size")));
  }

  ObjectNode toJson() {
    return OciJson.object()
        .put("mediaType", mediaType)
        .put("digest", digest.value())
        .put("size", size);
  }

  private static Digest digest(String what, String text) {
    try {
      return new Digest(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("digest of " + what, "sha256: and 64 hex digits", text);
    }
  }

  private static long size(String what, JsonNode json) {
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      long size = json.longValue();
      if (size >= 0 && size <= MAX_SIZE) {
        return size;
      }
    }
    throw new MalformedException(
        "size of " + what,
        "0 to " + MAX_SIZE + " bytes",
        json.isMissingNode() ? "missing" : json.toString());
  }
}
