package io.spikelet.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What can be said of the dashboards without Grafana. */
class DashboardTests {

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @Test
  void eachHasAUidOfItsOwnThatOthersLinkTo() {
    List<String> uids =
        dashboards().stream().map(each -> each.root().at("/uid").asString()).toList();
    assertThat(uids).containsExactly("spikelet-energy", "spikelet-service");
    for (Dashboard dashboard : dashboards()) {
      for (JsonNode link : dashboard.root().at("/links")) {
        assertThat(uids).contains(link.at("/url").asString().replace("/d/", ""));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void nothingIsLeftOfTheGrafanaThatSavedIt(Dashboard dashboard) {
    assertThat(dashboard.root().propertyNames())
        .contains("uid", "title", "description", "schemaVersion", "time", "templating", "panels")
        .doesNotContain("id", "iteration", "gnetId", "__inputs", "__requires");
    assertThat(dashboard.root().at("/schemaVersion").asInt()).as("of Grafana 10").isEqualTo(38);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveIdsOfTheirOwn(Dashboard dashboard) {
    assertThat(dashboard.everyPanel())
        .extracting(panel -> panel.at("/id").asInt())
        .doesNotHaveDuplicates()
        .allMatch(id -> id > 0);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelSaysWhatItShowsInWhichUnitFromTheChosenSource(Dashboard dashboard) {
    assertThat(dashboard.panels()).isNotEmpty();
    for (JsonNode panel : dashboard.panels()) {
      String title = panel.at("/title").asString("");
      assertThat(title).isNotBlank();
      assertThat(panel.at("/description").asString("")).as(title).endsWith(".");
      assertThat(panel.at("/fieldConfig/defaults/unit").asString("")).as(title).isNotBlank();
      assertThat(panel.at("/datasource/uid").asString("")).as(title).isEqualTo("${datasource}");
      assertThat(panel.at("/targets").size()).as(title).isPositive();
      for (JsonNode target : panel.at("/targets")) {
        assertThat(target.at("/datasource/uid").asString("")).as(title).isEqualTo("${datasource}");
        assertThat(target.at("/legendFormat").asString("")).as(title).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsDoNotOverlap(Dashboard dashboard) {
    List<Box> placed = new ArrayList<>();
    for (JsonNode panel : dashboard.everyPanel()) {
      Box box = Box.of(panel.at("/gridPos"));
      assertThat(box.x() + box.w()).as("%s", panel.at("/title")).isLessThanOrEqualTo(24);
      assertThat(placed).as("%s", panel.at("/title")).noneMatch(box::overlaps);
      placed.add(box);
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableOfAQueryCanBeChosen(Dashboard dashboard) {
    List<String> variables =
        dashboard.variables().stream().map(variable -> variable.at("/name").asString()).toList();
    assertThat(variables).contains("datasource", "job", "model");
    assertThat(dashboard.queries())
        .extracting(Dashboard.Query::filledIn)
        .as("but $1, a group of label_replace")
        .noneMatch(expression -> expression.replace("$1", "").contains("$"));
  }

  private record Box(int x, int y, int w, int h) {
    static Box of(JsonNode position) {
      return new Box(
          position.at("/x").asInt(),
          position.at("/y").asInt(),
          position.at("/w").asInt(),
          position.at("/h").asInt());
    }

    boolean overlaps(Box other) {
      return x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h;
    }
  }
}
