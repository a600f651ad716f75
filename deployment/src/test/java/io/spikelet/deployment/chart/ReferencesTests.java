package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that whatever an object of a release names is there. */
@RequiresHelm
class ReferencesTests {
  /** What the full values say is in the cluster already. */
  private static final Set<String> EXISTING =
      Set.of("registry-read", "admin", "datasets", "more", "certificates", "default");

  private static final Chart chart = Chart.ours();

  @Test
  void podsNameNothingThatIsMissing() {
    for (Manifests manifests : chart.renderAll()) {
      assertThat(manifests.podTemplates())
          .isNotEmpty()
          .allSatisfy(template -> assertComplete(manifests, template.getSpec()));
    }
  }

  @Test
  void everyMountHasItsVolume() {
    for (Manifests manifests : chart.renderAll()) {
      assertThat(manifests.podTemplates())
          .allSatisfy(template -> assertMounted(template.getSpec()));
    }
  }

  @Test
  void helmTestAsksTheService(@TempDir Path directory) {
    Chart copy = chart.copyTo(directory.resolve("spikelet"));
    // Helm keeps hooks apart; without the annotation the pod is an object like every other.
    copy.write(
        "templates/tests/generate.yaml",
        copy.read("templates/tests/generate.yaml").replaceAll("(?m)^ +helm.sh/hook: .*\\n", ""));
    Pod pod = copy.render("").only(Pod.class);
    Container container = pod.getSpec().getContainers().getFirst();
    assertThat(container.getEnv())
        .anySatisfy(
            variable -> {
              assertThat(variable.getName()).isEqualTo("SERVICE_HOST");
              assertThat(variable.getValue()).isEqualTo("demo-spikelet");
            });
    assertThat(container.getCommand().get(2))
        .contains("ask GET /v2/health/ready", "ask POST \"/generate?model=$MODEL&seed=7\"");
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertMounted(pod.getSpec());
    assertThat(chart.read("templates/tests/generate.yaml")).contains("helm.sh/hook: test");
  }

  private static void assertMounted(PodSpec pod) {
    List<String> volumes = pod.getVolumes().stream().map(Volume::getName).toList();
    assertThat(volumes).doesNotHaveDuplicates();
    for (Container container : pod.getContainers()) {
      assertThat(container.getVolumeMounts()).extracting(VolumeMount::getName).isSubsetOf(volumes);
      assertThat(container.getVolumeMounts())
          .extracting(VolumeMount::getMountPath)
          .doesNotHaveDuplicates();
    }
  }

  private static void assertComplete(Manifests manifests, PodSpec pod) {
    assertThere(manifests, ServiceAccount.class, pod.getServiceAccountName());
    for (Volume volume : pod.getVolumes()) {
      if (volume.getConfigMap() != null) {
        assertThere(manifests, ConfigMap.class, volume.getConfigMap().getName());
      }
      if (volume.getSecret() != null) {
        assertThere(manifests, Secret.class, volume.getSecret().getSecretName());
      }
      if (volume.getPersistentVolumeClaim() != null) {
        assertThere(
            manifests,
            PersistentVolumeClaim.class,
            volume.getPersistentVolumeClaim().getClaimName());
      }
    }
    for (Container container : pod.getContainers()) {
      container
          .getEnvFrom()
          .forEach(
              source ->
                  assertThere(manifests, ConfigMap.class, source.getConfigMapRef().getName()));
      container.getEnv().stream()
          .filter(variable -> variable.getValueFrom() != null)
          .filter(variable -> variable.getValueFrom().getSecretKeyRef() != null)
          .forEach(
              variable ->
                  assertThere(
                      manifests,
                      Secret.class,
                      variable.getValueFrom().getSecretKeyRef().getName()));
    }
  }

  private static void assertThere(
      Manifests manifests, Class<? extends HasMetadata> type, String name) {
    assertThat(EXISTING.contains(name) || manifests.has(type, name))
        .as("%s %s", type.getSimpleName(), name)
        .isTrue();
  }
}
