package io.spikelet.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.deployment.observability.RuleFile.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the rules without a service. */
class RulesTests {

  static List<Rule> alerts() {
    return RuleFile.read(Project.RULES).alerts();
  }

  @Test
  void prometheusUnderstandsThem() throws IOException, InterruptedException {
    assertThat(Promtool.run(Project.RULES, "check", "rules")).contains("SUCCESS");
  }

  @Test
  void alertsFireWhereTheyShouldAndNowhereElse() throws IOException, InterruptedException {
    assertThat(Promtool.run(Project.RULE_TESTS, "test", "rules")).contains("SUCCESS");
  }

  @Test
  void everyAlertHasItsUnitTest() throws IOException {
    String tests = Files.readString(Project.RULE_TESTS);
    assertThat(alerts()).allMatch(alert -> tests.contains("alertname=\"" + alert.alert() + "\""));
  }

  @Test
  void namesAreUnique() {
    RuleFile rules = RuleFile.read(Project.RULES);
    assertThat(rules.records()).doesNotHaveDuplicates();
    assertThat(rules.alerts()).extracting(Rule::alert).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertSaysHowBadItIsWhatItIsAndWhatToDo(Rule alert) {
    assertThat(alert.node().at("/labels/severity").asString("")).isIn("critical", "warning");
    assertThat(alert.node().at("/annotations/summary").asString("")).isNotBlank();
    assertThat(alert.node().at("/annotations/description").asString(""))
        .hasSizeGreaterThan(100)
        .matches("(?s).*[.)]");
  }
}
