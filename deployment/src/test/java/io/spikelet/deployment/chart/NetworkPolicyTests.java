package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of who may talk to whom. */
@RequiresHelm
class NetworkPolicyTests {
  private static final Chart chart = Chart.ours();
  private static final Manifests full = chart.render(chart.ci("full"));

  @Test
  void anyoneMayUseTheServiceAndNobodyReadsItsMetrics() {
    List<NetworkPolicyIngressRule> rules = service(chart.render("")).getIngress();
    assertThat(rules)
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getFrom()).isEmpty();
              assertThat(rule.getPorts().getFirst().getPort().getStrVal()).isEqualTo("http");
            });
  }

  @Test
  void theManagementPortIsOpenForMonitoringAlone() {
    assertThat(service(full).getIngress())
        .filteredOn(
            rule -> rule.getPorts().getFirst().getPort().equals(new IntOrString("management")))
        .singleElement()
        .satisfies(
            rule ->
                assertThat(rule.getFrom())
                    .singleElement()
                    .satisfies(
                        peer -> {
                          assertThat(peer.getNamespaceSelector().getMatchLabels())
                              .containsEntry("kubernetes.io/metadata.name", "monitoring");
                          assertThat(peer.getPodSelector()).isNotNull();
                        }));
  }

  @Test
  void configuredClientsComeWithThePodOfTheTest() {
    assertThat(service(full).getIngress().getFirst().getFrom())
        .hasSize(2)
        .last()
        .satisfies(
            peer ->
                assertThat(peer.getPodSelector().getMatchLabels())
                    .containsEntry("app.kubernetes.io/component", "test"));
  }

  @Test
  void itSelectsThePodsOfTheService() {
    assertThat(service(full).getPodSelector().getMatchLabels())
        .isEqualTo(full.only(Deployment.class).getSpec().getSelector().getMatchLabels());
  }

  @Test
  void theShippedModelsNeedNoNetworkButNames() {
    assertThat(ports(service(chart.render("")))).containsOnly(53);
  }

  @ParameterizedTest
  @CsvSource({
    "oci://registry.example.com/models, 443",
    "oci://registry.example.com:5443/models, 5443",
    "oci+http://registry.example.com, 80",
    "oci+http://registry.models:5000, 5000"
  })
  void thePortOfTheRegistryIsOpen(String uri, int port) {
    assertThat(ports(service(chart.render("registry: {uri: \"%s\"}".formatted(uri)))))
        .containsExactlyInAnyOrder(53, 53, port);
  }

  @ParameterizedTest
  @CsvSource({
    "http://collector.observability:4318/v1/traces, 4318",
    "https://traces.example.com/v1/traces, 443"
  })
  void thePortOfTheCollectorIsOpen(String endpoint, int port) {
    assertThat(ports(service(chart.render("tracing: {otlpEndpoint: \"%s\"}".formatted(endpoint)))))
        .containsExactlyInAnyOrder(53, 53, port);
  }

  @Test
  void peersNarrowWhereTheServiceMayGo() {
    assertThat(service(full).getEgress()).allSatisfy(rule -> assertThat(rule.getTo()).isNotEmpty());
  }

  @Test
  void nobodyReachesATraining() {
    NetworkPolicySpec training =
        full.named(NetworkPolicy.class, "spikelet-images-training").getSpec();
    assertThat(training.getIngress()).isEmpty();
    assertThat(training.getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(training.getPodSelector().getMatchLabels())
        .containsEntry("app.kubernetes.io/component", "training");
    assertThat(ports(training)).contains(5443).doesNotContain(4318);
  }

  private static NetworkPolicySpec service(Manifests manifests) {
    return manifests.all(NetworkPolicy.class).getFirst().getSpec();
  }

  private static List<Integer> ports(NetworkPolicySpec policy) {
    return policy.getEgress().stream()
        .map(NetworkPolicyEgressRule::getPorts)
        .flatMap(List::stream)
        .map(port -> port.getPort().getIntVal())
        .toList();
  }
}
