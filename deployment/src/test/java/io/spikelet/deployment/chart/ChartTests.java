package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of the chart as a whole. */
@RequiresHelm
class ChartTests {
  private static final Chart chart = Chart.ours();

  @Test
  void strictLintFindsNothing() {
    assertThat(chart.lint().isFailed()).as("%s", chart.lint().getMessages()).isFalse();
  }

  @Test
  void theDefaultsAreAServiceThatNobodyElseTouches() {
    assertThat(kinds(chart.render("")))
        .containsExactlyInAnyOrder(
            "Deployment",
            "Service",
            "Service",
            "ConfigMap",
            "ServiceAccount",
            "NetworkPolicy",
            "PodDisruptionBudget");
  }

  @Test
  void theMinimumIsADeploymentItsServicesAndItsSettings() {
    assertThat(kinds(chart.render(chart.ci("minimal"))))
        .containsExactlyInAnyOrder("Deployment", "Service", "Service", "ConfigMap");
  }

  @Test
  void everythingSwitchedOnHasEveryKind() {
    assertThat(kinds(chart.render(chart.ci("full"))))
        .contains(
            "HorizontalPodAutoscaler",
            "Ingress",
            "ServiceMonitor",
            "Job",
            "CronJob",
            "Secret",
            "PersistentVolumeClaim");
  }

  @Test
  void noTwoObjectsHaveTheSameName() {
    assertThat(chart.renderAll())
        .allSatisfy(
            manifests ->
                assertThat(manifests.objects())
                    .extracting(object -> object.getKind() + "/" + object.getMetadata().getName())
                    .doesNotHaveDuplicates());
  }

  @Test
  void namesFitEvenWhereTheReleaseNamesItselfAtLength() {
    String name = "a-release-of-more-than-forty-characters-in-its-name-and-on";
    Manifests manifests =
        chart.render(
            """
            fullnameOverride: %s
            registry: {uri: "oci://registry.example.com/models"}
            training:
              jobs:
                the-longest-of-names-a: {family: esvae, data: "mnist:data/mnist"}
                the-longest-of-names-b:
                  {family: esvae, data: "mnist:data/mnist", schedule: "@daily"}
            """
                .formatted(name));
    // A Job's pods have its name and ten characters more; a CronJob's Jobs have eleven more.
    assertThat(manifests.all(Job.class))
        .allSatisfy(job -> assertThat(job.getMetadata().getName()).hasSizeLessThanOrEqualTo(63));
    assertThat(manifests.all(CronJob.class))
        .allSatisfy(job -> assertThat(job.getMetadata().getName()).hasSizeLessThanOrEqualTo(52));
    assertThat(manifests.objects())
        .allSatisfy(
            object ->
                assertThat(object.getMetadata().getName())
                    .hasSizeLessThanOrEqualTo(63)
                    .doesNotEndWith("-"));
  }

  @Test
  void commonLabelsAreOnEveryObject() {
    assertThat(chart.render(chart.ci("full")).objects())
        .allSatisfy(
            object ->
                assertThat(object.getMetadata().getLabels())
                    .containsEntry("team", "vision")
                    .containsEntry("app.kubernetes.io/instance", Chart.RELEASE)
                    .containsKeys("app.kubernetes.io/component", "helm.sh/chart"));
  }

  private static List<String> kinds(Manifests manifests) {
    return manifests.objects().stream().map(HasMetadata::getKind).toList();
  }
}
