package io.spikelet.runtime.generator;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parameters of a task beyond model and seed, by name; which names exist depends on the model
 * family. Values are text as the user wrote them: the family parses them into its own type.
 *
 * @param values value by name
 */
public record TaskParameters(Map<String, String> values) {

  /** No parameters: the family's defaults. */
  public static final TaskParameters NONE = new TaskParameters(Map.of());

  /** Name of the parameter that ends an image before the model's last time step. */
  public static final String TIME_STEPS = "time_steps";

  /** Name of the parameter that says in how many rounds an image is made. */
  public static final String STEPS = "steps";

  /** Name of the parameter that says how freely codes are drawn. */
  public static final String TEMPERATURE = "temperature";

  /** Name of the parameter that says what an image is drawn as. */
  public static final String LABEL = "label";

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,9}");

  public TaskParameters {
    values = Map.copyOf(values);
  }

  /**
   * A whole number.
   *
   * @param absent what it is where it is not given
   * @throws InvalidTaskParameterException if it is no whole number within the bounds, both included
   */
  public int integer(String name, int from, int to, int absent) {
    String text = values.get(name);
    if (text == null) {
      return absent;
    }
    int number = SHORT_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : from - 1;
    if (number < from || number > to) {
      throw new InvalidTaskParameterException(
          name, text, "a whole number from %d to %d".formatted(from, to));
    }
    return number;
  }

  /**
   * A decimal number.
   *
   * @param absent what it is where it is not given
   * @throws InvalidTaskParameterException if it is no number within the bounds, both included
   */
  public double number(String name, double from, double to, double absent) {
    String text = values.get(name);
    if (text == null) {
      return absent;
    }
    double number = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!(number >= from && number <= to)) {
      throw new InvalidTaskParameterException(
          name, text, "a number from %s to %s".formatted(from, to));
    }
    return number;
  }
}
