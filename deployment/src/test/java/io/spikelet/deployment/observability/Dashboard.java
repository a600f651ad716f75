package io.spikelet.deployment.observability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard of Grafana. */
record Dashboard(String file, JsonNode root) {

  /** A query of a panel. */
  record Query(String dashboard, String panel, String expression) {

    /** With everything that Grafana fills in filled in: all models, a range of some seconds. */
    String filledIn() {
      return expression
          .replace("$__rate_interval", "15s")
          .replace("$__range", "1m")
          .replaceAll("\\$(job|model|operation)\\b", ".*");
    }

    @Override
    public String toString() {
      return dashboard + ", " + panel + ": " + expression;
    }
  }

  static List<Dashboard> all() {
    return Project.dashboards().stream().map(Dashboard::read).toList();
  }

  private static Dashboard read(Path file) {
    return new Dashboard(
        file.getFileName().toString(), JsonMapper.shared().readTree(file.toFile()));
  }

  List<JsonNode> everyPanel() {
    return stream(root.at("/panels"));
  }

  /** All but the headings of rows. */
  List<JsonNode> panels() {
    return everyPanel().stream()
        .filter(panel -> !panel.at("/type").asString().equals("row"))
        .toList();
  }

  List<JsonNode> variables() {
    return stream(root.at("/templating/list"));
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.at("/targets")) {
        queries.add(new Query(file, panel.at("/title").asString(), target.at("/expr").asString()));
      }
    }
    return queries;
  }

  private static List<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  @Override
  public String toString() {
    return file;
  }
}
