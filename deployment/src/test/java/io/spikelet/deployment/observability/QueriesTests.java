package io.spikelet.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.deployment.observability.Dashboard.Query;
import io.spikelet.deployment.observability.RuleFile.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Every query of every dashboard and rule has data, in a Prometheus that scrapes the service while
 * clients use it. Windows of days are asked for as they are: a rate over them needs two samples,
 * not all of them. Only what a query compares with the time before is compared with now.
 */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIf("io.spikelet.deployment.observability.Prometheus#available")
class QueriesTests {
  private static final Pattern METRIC =
      Pattern.compile("(?<![:\\w])(?:snn|jvm|process|system|logback|http|tomcat)_\\w+(?![:\\w])");
  // Series of a counter come with its second sample, and a rate of that one with the third.
  private static final Duration RATES = Duration.ofMinutes(1);

  private final RuleFile rules = RuleFile.read(Project.RULES);
  private final List<AutoCloseable> open = new ArrayList<>();

  private final Prometheus prometheus;
  private final String metrics;

  QueriesTests(@TempDir Path directory) throws Exception {
    try {
      RunningService service = opened(RunningService.start(directory, Map.of()));
      this.prometheus = opened(Prometheus.start(directory, rules.text(), service.managementPort()));
      opened(Traffic.start(service));
      this.metrics = service.metrics();
    } catch (RuntimeException | AssertionError failure) {
      stop();
      throw failure;
    }
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void everyPanelHasData() {
    List<Query> queries =
        Dashboard.all().stream().flatMap(dashboard -> dashboard.queries().stream()).toList();
    assertThat(queries).isNotEmpty();
    assertHaveData(queries.stream().collect(Collectors.toMap(Query::toString, Query::filledIn)));
  }

  @Test
  void everyRecordedSeriesHasData() {
    assertHaveData(rules.records().stream().collect(Collectors.toMap(name -> name, name -> name)));
  }

  @Test
  void everyAlertHasTheSeriesThatItWatches() {
    assertHaveData(
        rules.alerts().stream().collect(Collectors.toMap(Rule::alert, Rule::withoutThresholds)));
  }

  @Test
  void everyMetricIsExposedByTheService() {
    Set<String> named = new TreeSet<>();
    rules.rules().forEach(rule -> named.addAll(metrics(rule.expression())));
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard.queries().forEach(query -> named.addAll(metrics(query.expression())));
      dashboard
          .variables()
          .forEach(variable -> named.addAll(metrics(variable.at("/definition").asString(""))));
    }
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(named)
        .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[{ ]"));
  }

  /** Every query has a number, now or a little later. */
  private void assertHaveData(Map<String, String> queries) {
    Map<String, String> empty = new TreeMap<>(queries);
    long end = System.nanoTime() + RATES.toNanos();
    while (!empty.isEmpty() && System.nanoTime() < end) {
      empty.values().removeIf(this::hasData);
      Patience.pause(Duration.ofMillis(500));
    }
    assertThat(empty).as("queries without data").isEmpty();
  }

  private boolean hasData(String expression) {
    for (JsonNode series : prometheus.query(expression)) {
      if (Double.isFinite(value(series.at("/value/1").asString()))) {
        return true;
      }
    }
    return false;
  }

  private static double value(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static List<String> metrics(String expression) {
    return METRIC.matcher(expression).results().map(MatchResult::group).toList();
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }
}
