package io.spikelet.service.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packages of the registry.
 *
 * @param models sorted by name
 */
record ModelsJson(@JsonProperty("models") List<Item> models) {

  /**
   * @param name of the model
   * @param tags that point at the package
   * @param digest of the package
   * @param family absent if the package is damaged
   * @param capabilities what it can be asked for
   * @param state {@code unloaded}, {@code loading}, {@code ready}, {@code failed} or {@code
   *     damaged}
   * @param reason why it is failed or damaged
   * @param servedWith where the package cannot be used: the digest of the one before, by tag, that
   *     is served instead
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(
      @JsonProperty("name") String name,
      @JsonProperty("tags") List<String> tags,
      @JsonProperty("digest") String digest,
      @JsonProperty("family") @Nullable String family,
      @JsonProperty("capabilities") List<String> capabilities,
      @JsonProperty("state") String state,
      @JsonProperty("reason") @Nullable String reason,
      @JsonProperty("served_with") @Nullable Map<String, String> servedWith) {}
}
