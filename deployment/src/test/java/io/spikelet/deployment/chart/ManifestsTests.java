package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Service;
import org.junit.jupiter.api.Test;

/** Tests that {@link Manifests} is as strict as it says. */
class ManifestsTests {
  private static final String SERVICE =
      """
      # Source: a file
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: a
      spec:
        ports:
          - port: 80
      ---
      """;

  @Test
  void objectsAreDecodedAndCommentsAlonePassedOver() {
    Service service = Manifests.decode(SERVICE).only(Service.class);
    assertThat(service.getSpec().getPorts().getFirst().getPort()).isEqualTo(80);
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsAnError() {
    assertThatThrownBy(() -> Manifests.decode(SERVICE.replace("- port: 80", "- prot: 80")))
        .hasMessageContaining("prot");
  }

  @Test
  void aFieldOfAMonitorThatTheOperatorDoesNotKnowIsAnError() {
    String monitor =
        """
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: a}
        spec: {selector: {}, endpoints: [{port: management, intervall: 15s}]}
        """;
    assertThatThrownBy(() -> Manifests.decode(monitor)).hasMessageContaining("intervall");
  }

  @Test
  void aKindThatKubernetesDoesNotKnowIsAnError() {
    assertThatThrownBy(() -> Manifests.decode(SERVICE.replace("kind: Service", "kind: Servcie")))
        .hasMessageContaining("a kind that Kubernetes knows");
  }

  @Test
  void aKeyThatIsThereTwiceIsAnError() {
    assertThatThrownBy(() -> Manifests.decode(SERVICE.replace("  name: a", "  name: a\n  name: b")))
        .hasMessageContaining("duplicate key");
  }
}
