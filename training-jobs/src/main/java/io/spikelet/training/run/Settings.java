package io.spikelet.training.run;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Named settings of a run. Whoever needs one takes it with its default; what nobody took is a
 * mistake of the user, found by {@link #requireNothingLeft}.
 *
 * <p>A file holds {@code name=value} lines and {@code #} comments ({@link Properties}).
 */
public final class Settings {

  private final Map<String, String> given = new TreeMap<>();
  private final Map<String, String> taken = new TreeMap<>();

  /** No settings: every default holds. */
  public static Settings none() {
    return new Settings();
  }

  /**
   * Reads a file.
   *
   * @throws RunException if it cannot be read
   */
  public static Settings read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return of(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException("the settings file %s cannot be read".formatted(file), e);
    }
  }

  /** Reads the text of a settings file. */
  public static Settings parse(String text) {
    try (Reader reader = new StringReader(text)) {
      return of(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Settings of(Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    Settings settings = new Settings();
    properties.stringPropertyNames().forEach(n -> settings.set(n, properties.getProperty(n)));
    return settings;
  }

  /** Sets a value, replacing one that was there. */
  public Settings set(String name, String value) {
    given.put(name, value.strip());
    return this;
  }

  /** A text. */
  public String text(String name, String otherwise) {
    return value(name, otherwise, "a text", text -> text);
  }

  /** A whole number that may be large. */
  public long large(String name, long otherwise) {
    return value(name, otherwise, "a whole number", Long::valueOf);
  }

  /** A whole number. */
  public int integer(String name, int otherwise) {
    return value(name, otherwise, "a whole number", Integer::valueOf);
  }

  /** A number. */
  public double number(String name, double otherwise) {
    return value(name, otherwise, "a number", Double::valueOf);
  }

  /** Yes or no. */
  public boolean flag(String name, boolean otherwise) {
    return value(name, otherwise, "true or false", Settings::flag);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** One of an enum's constants, written in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String name, E otherwise) {
    E[] all = otherwise.getDeclaringClass().getEnumConstants();
    String known = Arrays.stream(all).map(Settings::written).collect(Collectors.joining(", "));
    return value(
        name,
        otherwise,
        "one of " + known,
        text ->
            Arrays.stream(all)
                .filter(constant -> written(constant).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  private <V> V value(String name, V otherwise, String kind, Function<String, V> parse) {
    String text = given.get(name);
    V value;
    try {
      value = text == null ? otherwise : parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new RunException("setting %s must be %s, not '%s'".formatted(name, kind, text), e);
    }
    taken.put(name, value instanceof Enum<?> constant ? written(constant) : value.toString());
    return value;
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Checks that every given setting was taken by somebody.
   *
   * @throws RunException naming those that nobody knows, and all known ones
   */
  public void requireNothingLeft() {
    TreeSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(taken.keySet());
    if (!unknown.isEmpty()) {
      throw new RunException("unknown setting %s; known are %s".formatted(unknown, taken.keySet()));
    }
  }

  /** All settings in force, defaults included, by name. */
  public Map<String, String> inForce() {
    return new TreeMap<>(taken);
  }

  /** What was given, as a settings file. */
  public String text() {
    return given.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
