package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what Prometheus and Grafana get. */
@RequiresHelm
class MonitoringTests {
  private static final String MONITORED =
      """
      metrics:
        serviceMonitor: {enabled: true}
        prometheusRule: {enabled: true}
        dashboards: {enabled: true, labels: {grafana_dashboard: "1"}}
      """;
  private static final String RULES =
      """
      # A comment.
      groups:
        - name: %s
          interval: 30s
          rules:
            - alert: QueueFull
              expr: 'sum(rate(snn_requests_rejected_total{reason="queue_full"}[5m])) > 0.5'
              for: 5m
              labels: {severity: warning}
              annotations: {summary: "{{ $labels.pod }} refuses {{ $value }} requests a second"}
      """;
  private static final String DASHBOARD =
      """
      {"title": "Serving", "templating": {"list": []},
       "panels": [{"targets": [{"expr": "x", "legendFormat": "{{model}}"}]}]}
      """;

  private static final Chart chart = Chart.ours();

  @TempDir private Path directory;

  @Test
  void theMonitorFindsTheManagementServiceAlone() {
    Manifests full = chart.render(chart.ci("full"));
    ServiceMonitor monitor = full.only(ServiceMonitor.class);
    assertThat(full.all(Service.class))
        .filteredOn(
            service ->
                service
                    .getMetadata()
                    .getLabels()
                    .entrySet()
                    .containsAll(monitor.getSpec().getSelector().getMatchLabels().entrySet()))
        .singleElement()
        .satisfies(
            service ->
                assertThat(service.getSpec().getPorts())
                    .extracting(port -> port.getName())
                    .contains(endpoint(monitor).getPort()));
    assertThat(endpoint(monitor).getPath()).isEqualTo("/actuator/prometheus");
    assertThat(monitor.getSpec().getNamespaceSelector().getMatchNames())
        .containsExactly(Chart.NAMESPACE);
    assertThat(monitor.getMetadata().getNamespace()).isEqualTo("monitoring");
    assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
  }

  @Test
  void everyReleaseIsAJobThatTheRulesKnowByItsName() {
    assertThat(endpoint(chart.render(MONITORED).only(ServiceMonitor.class)).getRelabelings())
        .first()
        .satisfies(
            relabeling -> {
              assertThat(relabeling.getTargetLabel()).isEqualTo("job");
              assertThat(relabeling.getReplacement()).isEqualTo("spikelet/models/demo");
            });
  }

  @Test
  void withoutFilesThereAreNoRulesAndNoDashboards() throws IOException {
    Manifests manifests = emptied().render(MONITORED);
    assertThat(manifests.all(PrometheusRule.class)).isEmpty();
    assertThat(dashboards(manifests)).isEmpty();
  }

  @Test
  void theGroupsOfAllRuleFilesAreInOneRule() throws IOException {
    Chart copy = emptied();
    copy.write("rules/a.yaml", RULES.formatted("first"));
    copy.write("rules/b.yaml", RULES.formatted("second"));
    var groups = copy.render(MONITORED).only(PrometheusRule.class).getSpec().getGroups();
    assertThat(groups).extracting(group -> group.getName()).containsExactly("first", "second");
    assertThat(groups.getFirst().getRules().getFirst())
        .satisfies(
            rule -> {
              assertThat(rule.getExpr().getStrVal()).endsWith("[5m])) > 0.5");
              assertThat(rule.getAnnotations())
                  .containsEntry(
                      "summary", "{{ $labels.pod }} refuses {{ $value }} requests a second");
            });
  }

  @Test
  void aDashboardIsAConfigMapThatTheSidecarFinds() throws IOException {
    Chart copy = emptied();
    copy.write("dashboards/Spiking_Models.json", DASHBOARD);
    assertThat(dashboards(copy.render(MONITORED)))
        .singleElement()
        .satisfies(
            map -> {
              assertThat(map.getMetadata().getName())
                  .isEqualTo("demo-spikelet-dashboard-spiking-models");
              assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
              assertThat(map.getData()).containsEntry("Spiking_Models.json", DASHBOARD);
            });
  }

  @Test
  void theChartsOwnRulesAndDashboardsArriveUnchanged() throws IOException {
    Manifests manifests = chart.render(MONITORED);
    List<JsonNode> groups = new ArrayList<>();
    for (Path file : files("rules")) {
      new YAMLMapper().readTree(Files.readString(file)).path("groups").forEach(groups::add);
    }
    List<JsonNode> rendered = new ArrayList<>();
    for (PrometheusRule rule : manifests.all(PrometheusRule.class)) {
      new JsonMapper().valueToTree(rule).at("/spec/groups").forEach(rendered::add);
    }
    assertThat(rendered).isEqualTo(groups);
    List<ConfigMap> dashboards = dashboards(manifests);
    assertThat(dashboards).hasSameSizeAs(files("dashboards"));
    for (Path file : files("dashboards")) {
      assertThat(dashboards)
          .anySatisfy(
              map ->
                  assertThat(map.getData())
                      .containsEntry(file.getFileName().toString(), Files.readString(file)));
    }
  }

  private static List<Path> files(String name) throws IOException {
    Path files = chart.directory().resolve(name);
    if (!Files.isDirectory(files)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(files)) {
      return found.filter(file -> file.toString().matches(".*\\.(yaml|json)")).sorted().toList();
    }
  }

  /** A copy of the chart without rules and dashboards. */
  private Chart emptied() throws IOException {
    Chart copy = chart.copyTo(directory.resolve("spikelet"));
    for (String name : List.of("rules", "dashboards")) {
      if (Files.isDirectory(copy.directory().resolve(name))) {
        try (Stream<Path> files = Files.list(copy.directory().resolve(name))) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
      }
    }
    return copy;
  }

  private static List<ConfigMap> dashboards(Manifests manifests) {
    return manifests.all(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getName().contains("-dashboard-"))
        .toList();
  }

  private static Endpoint endpoint(ServiceMonitor monitor) {
    return monitor.getSpec().getEndpoints().getFirst();
  }
}
