package io.spikelet.service.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** Answers of the Open Inference Protocol, version 2. */
final class OpenInferenceJson {
  private OpenInferenceJson() {}

  /**
   * @param name of the server
   * @param version of the server
   * @param extensions none
   */
  record Server(
      @JsonProperty("name") String name,
      @JsonProperty("version") String version,
      @JsonProperty("extensions") List<String> extensions) {}

  /**
   * @param live whether the server answers
   */
  record Live(@JsonProperty("live") boolean live) {}

  /**
   * @param ready whether the server may be sent requests
   */
  record Ready(@JsonProperty("ready") boolean ready) {}

  /**
   * @param name of the model
   * @param ready whether it is in memory
   */
  record ModelReady(@JsonProperty("name") String name, @JsonProperty("ready") boolean ready) {}

  /**
   * @param name of the model
   * @param versions its tags
   * @param platform what runs its graphs
   * @param inputs none: there is no infer
   * @param outputs none: there is no infer
   * @param parameters says that there is no infer, and what there is instead
   */
  record Model(
      @JsonProperty("name") String name,
      @JsonProperty("versions") List<String> versions,
      @JsonProperty("platform") String platform,
      @JsonProperty("inputs") List<String> inputs,
      @JsonProperty("outputs") List<String> outputs,
      @JsonProperty("parameters") Map<String, Object> parameters) {}
}
