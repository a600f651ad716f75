package io.spikelet.service.classification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.spikelet.service.answer.Energy;
import java.util.List;

/**
 * What a classifier says.
 *
 * @param model {@code classifier:mnist@sha256:...}
 * @param label number of the most probable class
 * @param name of that class
 * @param scores probability of every class, in the order of their numbers
 * @param energy what it cost
 */
record ClassificationJson(
    @JsonProperty("model") String model,
    @JsonProperty("label") int label,
    @JsonProperty("name") String name,
    @JsonProperty("scores") List<Score> scores,
    @JsonProperty("energy") Energy energy) {

  /**
   * @param name of the class
   * @param score its probability
   */
  record Score(@JsonProperty("name") String name, @JsonProperty("score") float score) {}
}
