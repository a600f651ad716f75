package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of how the service runs: its pods, their security, start and end, and who reaches them. */
@RequiresHelm
class ServingTests {
  private static final Chart chart = Chart.ours();
  private static final Manifests preset = chart.render("");
  private static final Manifests full = chart.render(chart.ci("full"));

  @Test
  void noPodCanDoMoreThanItMust() {
    assertThat(chart.renderAll().stream().flatMap(all -> all.podTemplates().stream()))
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(
            template -> {
              PodSpec pod = template.getSpec();
              assertThat(pod.getAutomountServiceAccountToken()).isFalse();
              assertThat(pod.getHostNetwork()).isNull();
              assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
              assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
              assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                  .isEqualTo("RuntimeDefault");
              assertThat(pod.getVolumes()).noneMatch(volume -> volume.getHostPath() != null);
              assertRestricted(pod.getContainers().getFirst());
            });
  }

  private static void assertRestricted(Container container) {
    assertThat(container.getSecurityContext().getPrivileged()).isNotEqualTo(true);
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(container.getResources().getLimits()).containsKey("memory");
  }

  @Test
  void whatTheServiceWritesToIsAVolume() {
    assertThat(mounts(preset))
        .extracting(VolumeMount::getMountPath)
        .containsExactly("/tmp", "/var/cache/spikelet");
    assertThat(preset.servicePod().getVolumes())
        .allSatisfy(volume -> assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull());
  }

  @Test
  void theCacheMayBeAClaim() {
    assertThat(volume(full, "cache").getPersistentVolumeClaim().getClaimName())
        .isEqualTo("spikelet-images-cache");
    Manifests existing =
        chart.render("cache: {persistence: {enabled: true, existingClaim: shared}}");
    assertThat(volume(existing, "cache").getPersistentVolumeClaim().getClaimName())
        .isEqualTo("shared");
  }

  @Test
  void probesAskTheManagementPort() {
    Container service = service(preset);
    assertThat(List.of(service.getStartupProbe(), service.getLivenessProbe()))
        .extracting(Probe::getHttpGet)
        .extracting(HTTPGetAction::getPath)
        .containsOnly("/actuator/health/liveness");
    assertThat(service.getReadinessProbe().getHttpGet().getPath())
        .isEqualTo("/actuator/health/readiness");
    assertThat(
            Stream.of(
                service.getStartupProbe(), service.getLivenessProbe(), service.getReadinessProbe()))
        .allSatisfy(
            probe -> assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management"));
    assertThat(service.getPorts())
        .anySatisfy(
            port -> {
              assertThat(port.getName()).isEqualTo("management");
              assertThat(port.getContainerPort()).isEqualTo(8081);
            });
    assertThat(settings(preset)).containsEntry("MANAGEMENT_SERVER_PORT", "8081");
  }

  @Test
  void aPodHasTimeToDrainAndToFinishItsRequests() {
    for (Manifests manifests :
        List.of(preset, chart.render("shutdown: {drainSeconds: 30, timeoutSeconds: 90}"))) {
      int drain = service(manifests).getLifecycle().getPreStop().getSleep().getSeconds().intValue();
      Duration finish =
          Duration.parse(
              "PT" + settings(manifests).get("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE"));
      assertThat(manifests.servicePod().getTerminationGracePeriodSeconds())
          .isGreaterThan(drain + finish.toSeconds());
    }
    assertThat(settings(preset))
        .containsEntry("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", "40s");
  }

  @Test
  void anUpdateNeverTakesReplicasAwayFirst() {
    var strategy = preset.only(Deployment.class).getSpec().getStrategy();
    assertThat(strategy.getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
    assertThat(strategy.getRollingUpdate().getMaxSurge().getIntVal()).isPositive();
    var recreated =
        chart.render("strategy: {type: Recreate}").only(Deployment.class).getSpec().getStrategy();
    assertThat(recreated.getRollingUpdate()).isNull();
  }

  @Test
  void aChangedSettingStartsTheReplicasAnew() {
    assertThat(checksum("pool: {maxBatch: 8}")).isNotEqualTo(checksum("pool: {maxBatch: 16}"));
    assertThat(checksum("config: {a: 1}")).isNotEqualTo(checksum("config: {a: 2}"));
    assertThat(checksum("replicaCount: 3")).isEqualTo(checksum(""));
  }

  private static @Nullable String checksum(String values) {
    return chart
        .render(values)
        .only(Deployment.class)
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get("checksum/config");
  }

  @Test
  void everySelectorFindsTheServiceAndNoTraining() {
    for (Manifests manifests : List.of(preset, full)) {
      Map<String, String> selector =
          manifests.only(Deployment.class).getSpec().getSelector().getMatchLabels();
      assertThat(manifests.all(Service.class))
          .hasSize(2)
          .allSatisfy(service -> assertThat(service.getSpec().getSelector()).isEqualTo(selector));
      assertThat(manifests.only(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels())
          .isEqualTo(selector);
      assertThat(manifests.podTemplates())
          .filteredOn(template -> labels(template).entrySet().containsAll(selector.entrySet()))
          .singleElement()
          .extracting(template -> template.getSpec().getContainers().getFirst().getName())
          .isEqualTo("service");
      assertThat(
              manifests
                  .servicePod()
                  .getTopologySpreadConstraints()
                  .getFirst()
                  .getLabelSelector()
                  .getMatchLabels())
          .isEqualTo(selector);
    }
  }

  private static Map<String, String> labels(PodTemplateSpec template) {
    return template.getMetadata().getLabels();
  }

  @Test
  void theManagementPortIsOnAServiceOfItsOwnAndNotOnTheIngress() {
    assertThat(preset.named(Service.class, "demo-spikelet").getSpec().getPorts())
        .extracting(port -> port.getTargetPort().getStrVal())
        .containsExactly("http");
    assertThat(full.named(Service.class, "spikelet-images-management").getSpec().getType())
        .isEqualTo("ClusterIP");
    assertThat(full.only(Ingress.class).getSpec().getRules())
        .flatExtracting(rule -> rule.getHttp().getPaths())
        .isNotEmpty()
        .allSatisfy(
            path -> {
              assertThat(path.getBackend().getService().getName()).isEqualTo("spikelet-images");
              assertThat(path.getBackend().getService().getPort().getName()).isEqualTo("http");
            });
  }

  @Test
  void theAutoscalerOwnsTheNumberOfReplicas() {
    assertThat(preset.only(Deployment.class).getSpec().getReplicas()).isEqualTo(2);
    assertThat(full.only(Deployment.class).getSpec().getReplicas()).isNull();
    HorizontalPodAutoscaler autoscaler = full.only(HorizontalPodAutoscaler.class);
    assertThat(autoscaler.getSpec().getScaleTargetRef().getName())
        .isEqualTo(full.only(Deployment.class).getMetadata().getName());
    assertThat(autoscaler.getSpec().getMetrics())
        .extracting(metric -> metric.getType())
        .containsExactly("Resource", "Pods");
    assertThat(autoscaler.getSpec().getMetrics().get(1).getPods().getMetric().getName())
        .isEqualTo("snn_pending_requests");
  }

  @Test
  void aDockerConfigIsMountedWhereTheServiceLooksForIt() {
    SecretVolumeSource secret = volume(full, "docker-config").getSecret();
    assertThat(secret.getSecretName()).isEqualTo("registry-read");
    assertThat(secret.getItems())
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.getKey()).isEqualTo(".dockerconfigjson");
              assertThat(item.getPath()).isEqualTo("config.json");
            });
    assertThat(service(full).getEnv())
        .anySatisfy(
            variable -> {
              assertThat(variable.getName()).isEqualTo("DOCKER_CONFIG");
              assertThat(variable.getValue()).isEqualTo(mount(full, "docker-config"));
            });
  }

  @Test
  void theAdminTokenIsAFileThatTheSettingNames() {
    assertThat(settings(full))
        .containsEntry("SPIKELET_ADMIN_TOKEN_FILE", mount(full, "admin-token") + "/token");
    assertThat(volume(full, "admin-token").getSecret().getItems())
        .extracting(item -> item.getPath())
        .containsExactly("token");
    assertThat(settings(preset)).doesNotContainKey("SPIKELET_ADMIN_TOKEN_FILE");
  }

  @Test
  void aRegistryOnAClaimIsReadOnlyForTheService() {
    Manifests manifests =
        chart.render(
            """
            registry:
              uri: oci-layout:/var/lib/spikelet/registry
              existingClaim: models
            """);
    assertThat(mounts(manifests))
        .filteredOn(mount -> mount.getName().equals("registry"))
        .singleElement()
        .satisfies(
            mount -> {
              assertThat(mount.getMountPath()).isEqualTo("/var/lib/spikelet/registry");
              assertThat(mount.getReadOnly()).isTrue();
            });
  }

  @Test
  void theImageIsNamedByItsDigestWhereThereIsOne() {
    assertThat(service(preset).getImage()).isEqualTo("spikelet/service:0.1.0");
    assertThat(service(full).getImage())
        .matches("registry\\.example\\.com/spikelet/service@sha256:[0-9a-f]{64}");
  }

  private static Map<String, String> settings(Manifests manifests) {
    return manifests.all(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getName().endsWith("-env"))
        .findFirst()
        .orElseThrow()
        .getData();
  }

  private static Container service(Manifests manifests) {
    return manifests.servicePod().getContainers().getFirst();
  }

  private static List<VolumeMount> mounts(Manifests manifests) {
    return service(manifests).getVolumeMounts();
  }

  private static String mount(Manifests manifests, String name) {
    return mounts(manifests).stream()
        .filter(mount -> mount.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getMountPath();
  }

  private static Volume volume(Manifests manifests, String name) {
    return manifests.servicePod().getVolumes().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
