package io.spikelet.deployment.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code values.yaml} with its comments. A comment that begins with {@code --} describes the value
 * below it, with everything inside of it.
 *
 * @param values in the order of the file
 */
record ValuesFile(List<Value> values) {

  /**
   * One value.
   *
   * @param path such as {@code image.tag}
   * @param preset the default, as JSON
   * @param description empty if the file has none
   */
  record Value(String path, String preset, String description) {
    List<String> names() {
      return List.of(path.split("\\.", -1));
    }
  }

  private record Parent(int indentation, String name) {}

  private static final Pattern COMMENT = Pattern.compile(" *# -- (.+)");
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z][A-Za-z0-9]*):(.*)");

  static ValuesFile of(Chart chart) {
    String text = chart.read("values.yaml");
    JsonNode tree = tree(text);
    List<Value> values = new ArrayList<>();
    Deque<Parent> parents = new ArrayDeque<>();
    String description = "";
    int inside = Integer.MAX_VALUE;
    for (String line : text.lines().toList()) {
      Matcher comment = COMMENT.matcher(line);
      Matcher key = KEY.matcher(line);
      if (comment.matches()) {
        description = comment.group(1);
      } else if (key.matches() && key.group(1).length() <= inside) {
        int indentation = key.group(1).length();
        while (!parents.isEmpty() && parents.getLast().indentation() >= indentation) {
          parents.removeLast();
        }
        parents.addLast(new Parent(indentation, key.group(2)));
        boolean section = description.isEmpty() && key.group(3).isBlank();
        inside = section ? Integer.MAX_VALUE : indentation;
        if (!section) {
          values.add(new Value(path(parents), preset(tree, parents), description));
        }
        description = "";
      }
    }
    return new ValuesFile(values);
  }

  /** As a table in Markdown. */
  String table() {
    StringBuilder table = new StringBuilder("| Value | Default | What it is |\n|---|---|---|\n");
    for (Value value : values) {
      table.append(
          "| `%s` | `%s` | %s |\n".formatted(value.path(), value.preset(), value.description()));
    }
    return table.toString();
  }

  private static JsonNode tree(String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String path(Deque<Parent> parents) {
    return String.join(".", parents.stream().map(Parent::name).toList());
  }

  private static String preset(JsonNode tree, Deque<Parent> parents) {
    JsonNode node = tree;
    for (Parent parent : parents) {
      node = node.path(parent.name());
    }
    try {
      return new JsonMapper().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
