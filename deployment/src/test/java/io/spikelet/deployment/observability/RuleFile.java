package io.spikelet.deployment.observability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A rule file of Prometheus. */
record RuleFile(JsonNode root) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern DURATION = Pattern.compile("(?<=\\[)[0-9]+[mhd](?=\\])");
  // Each window stays longer than the one before, as in the file.
  private static final Map<String, String> SECONDS =
      Map.of(
          "5m", "10s", "10m", "12s", "15m", "14s", "30m", "16s", "1h", "20s", "2h", "25s", "6h",
          "30s", "1d", "40s", "3d", "60s");

  /** One rule; exactly one of {@code record} and {@code alert} is not empty. */
  record Rule(String record, String alert, String expression, JsonNode node) {

    /**
     * The expression with every comparison answering 0 or 1 in place of nothing or a value: it has
     * a result whenever its series exist, whether or not the alert fires. {@code absent} of a
     * series becomes the series, and history needs no age.
     */
    String withoutThresholds() {
      return expression
          .replaceAll("(==|>)(?= )", "$1 bool")
          .replaceAll("absent\\((.*)\\)", "$1")
          .replace("offset 30m", "");
    }
  }

  static RuleFile read(Path file) {
    return new RuleFile(YAML.readTree(file));
  }

  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode group : root.at("/groups")) {
      for (JsonNode rule : group.at("/rules")) {
        rules.add(
            new Rule(
                rule.at("/record").asString(""),
                rule.at("/alert").asString(""),
                rule.at("/expr").asString(),
                rule));
      }
    }
    return rules;
  }

  List<Rule> alerts() {
    return rules().stream().filter(rule -> !rule.alert().isEmpty()).toList();
  }

  List<String> records() {
    return rules().stream().map(Rule::record).filter(name -> !name.isEmpty()).toList();
  }

  String text() {
    return YAML.writeValueAsString(root);
  }

  /** The same rules for a test that has seconds, not days: short windows, and no waiting. */
  String shortened() {
    JsonNode copy = root.deepCopy();
    for (JsonNode group : copy.at("/groups")) {
      for (JsonNode rule : group.at("/rules")) {
        ObjectNode shortened = (ObjectNode) rule;
        shortened.put("expr", shorten(rule.at("/expr").asString()));
        shortened.remove("for");
      }
    }
    return YAML.writeValueAsString(copy);
  }

  private static String shorten(String expression) {
    return DURATION.matcher(expression).replaceAll(RuleFile::seconds);
  }

  private static String seconds(MatchResult window) {
    String shortened = SECONDS.get(window.group());
    if (shortened == null) {
      throw new IllegalArgumentException("no short window for " + window.group());
    }
    return shortened;
  }
}
