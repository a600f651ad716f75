package io.spikelet.runtime.generator;

import java.util.Map;

/**
 * Parameters of a generation beyond model and seed, by name; which names exist depends on the model
 * family. Values are text as the user wrote them: the family parses them into its own type.
 *
 * @param values value by name
 */
public record GenerationParameters(Map<String, String> values) {

  /** No parameters: the family's defaults. */
  public static final GenerationParameters NONE = new GenerationParameters(Map.of());

  public GenerationParameters {
    values = Map.copyOf(values);
  }
}
