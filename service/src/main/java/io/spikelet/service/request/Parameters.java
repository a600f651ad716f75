package io.spikelet.service.request;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * The query parameters of one request. Only the query string counts: asking the servlet container
 * would make it read a form from the body.
 */
public final class Parameters {
  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the query.
   *
   * @throws InvalidParameterException if a parameter occurs twice or is not percent-encoded
   *     properly
   */
  public static Parameters of(HttpServletRequest request) {
    Map<String, String> values = new LinkedHashMap<>();
    String query = request.getQueryString();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        put(values, pair);
      }
    }
    return new Parameters(values);
  }

  /**
   * Refuses every parameter that is not named here.
   *
   * @return this
   */
  public Parameters only(String... known) {
    SequencedSet<String> names = new LinkedHashSet<>(List.of(known));
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new UnknownQueryParameterException(name, names);
      }
    }
    return this;
  }

  /**
   * As {@link #only(String...)}, for an operation some of whose parameters are the model family's.
   *
   * @param family their names
   * @param common names of the operation's own
   * @return this
   */
  public Parameters only(Collection<String> family, String... common) {
    return only(Stream.concat(Stream.of(common), family.stream().sorted()).toArray(String[]::new));
  }

  /** All parameters but those named here: what only the model's family can judge. */
  public Map<String, String> except(String... known) {
    Map<String, String> others = new LinkedHashMap<>(values);
    for (String name : known) {
      others.remove(name);
    }
    return others;
  }

  /** A text, or the default where the parameter is absent. */
  public String text(String name, String byDefault) {
    return values.getOrDefault(name, byDefault);
  }

  /** A whole number within the bounds (both included), or the default where it is absent. */
  public int number(String name, int from, int to, int byDefault) {
    return Math.toIntExact(number(name, (long) from, to).orElse(byDefault));
  }

  /** A whole number within the bounds (both included), if the parameter is there. */
  public OptionalLong number(String name, long from, long to) {
    String text = values.get(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    String allowed = "a whole number from %d to %d".formatted(from, to);
    if (!text.matches("-?[0-9]{1,18}")) {
      throw new InvalidParameterException(name, text, allowed);
    }
    long value = Long.parseLong(text);
    if (value < from || value > to) {
      throw new InvalidParameterException(name, text, allowed);
    }
    return OptionalLong.of(value);
  }

  /** One of the words, or the first of them where the parameter is absent. */
  public String choice(String name, String... words) {
    String text = text(name, words[0]);
    List<String> allowed = new ArrayList<>(List.of(words));
    if (!allowed.contains(text)) {
      throw new InvalidParameterException(name, text, "one of " + String.join(", ", allowed));
    }
    return text;
  }

  private static void put(Map<String, String> values, String pair) {
    int equals = pair.indexOf('=');
    String name = decoded(equals < 0 ? pair : pair.substring(0, equals), pair);
    String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), name);
    if (values.putIfAbsent(name, value) != null) {
      throw new InvalidParameterException(name, value, "one value; it is given twice");
    }
  }

  private static String decoded(String text, String name) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new InvalidParameterException(name, text, "percent-encoded UTF-8");
    }
  }
}
