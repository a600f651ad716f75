package io.spikelet.service.classification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.spikelet.service.answer.Energy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier says.
 *
 * @param model {@code classifier:mnist@sha256:...}
 * @param label number of the most probable class, or of the one that spikes decided on
 * @param name of that class
 * @param scores of every class, in the order of their numbers
 * @param decisionTime at which time step the first output neuron fired, from 0; {@code timeSteps}
 *     if none did; null for a classifier without spikes, as the next two
 * @param timeSteps how many there are
 * @param spikes of all neurons up to the decision, input and output ones included
 * @param energy what it cost
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClassificationJson(
    @JsonProperty("model") String model,
    @JsonProperty("label") int label,
    @JsonProperty("name") String name,
    @JsonProperty("scores") List<Score> scores,
    @JsonProperty("decision_time") @Nullable Integer decisionTime,
    @JsonProperty("time_steps") @Nullable Integer timeSteps,
    @JsonProperty("spikes") @Nullable Long spikes,
    @JsonProperty("energy") Energy energy) {

  /**
   * @param name of the class
   * @param score its probability or, where spikes decide, the share of the time steps that was left
   *     when its neuron fired; from 0 to 1
   */
  record Score(@JsonProperty("name") String name, @JsonProperty("score") float score) {}
}
